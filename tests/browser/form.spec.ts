import { expect } from '@playwright/test';
import { api, API, clickMap, enter, still, test, token } from './people';

/** Inside the invented territory. */
const LNG = 3.62;
const LAT = 44.33;

function square(size: number): string {
  const ring = [
    [LNG - size, LAT - size],
    [LNG + size, LAT - size],
    [LNG + size, LAT + size],
    [LNG - size, LAT + size],
    [LNG - size, LAT - size],
  ];
  return JSON.stringify({ type: 'Polygon', coordinates: [ring] });
}

test('a polygon drawn on the map is kept, measured, and edited again', async ({ browser }) => {
  const person = await enter(browser, 'chercheur');
  const { page } = person;
  await person.open('nouvelle');
  await page.locator('[data-step="perimetre"]').click();
  const map = page.getByTestId('map');
  await expect(map.locator('path').first()).toBeAttached();
  await still(map.locator('path').first());
  // The page may scroll to the tool: where the map is, is asked after.
  await page.getByRole('link', { name: 'Dessiner un polygone' }).click();
  const box = (await map.boundingBox())!;
  const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
  const corners = [
    [0.45, 0.4],
    [0.6, 0.42],
    [0.58, 0.62],
    [0.44, 0.58],
  ];
  for (const [i, [x, y]] of corners.entries()) {
    const point = at(x, y);
    await clickMap(page, point.x, point.y);
    await expect(map.locator('.leaflet-editing-icon')).toHaveCount(i + 1);
  }
  await expect(page.getByText(/Surface dessinée : /)).toBeVisible();
  const first = at(0.45, 0.4);
  await clickMap(page, first.x, first.y);
  await expect(page.getByTestId('surface')).toContainText(/km²|ha/);
  await expect(page.getByTestId('communes')).toContainText(/\d+ commune/);
  await person.picture('form-dessin');

  // The address is now the brouillon's: a reload comes back to it, with its perimeter.
  await expect(page).toHaveURL(/\/modifier$/);
  await page.reload();
  await page.locator('[data-step="perimetre"]').click();
  await expect(page.getByTestId('surface')).toContainText(/km²|ha/);
  await person.close();
});

test('a file is dropped, and what is wrong with another is said', async ({ browser }) => {
  const person = await enter(browser, 'chercheur');
  const { page } = person;
  await person.open('nouvelle');
  await page.locator('[data-step="perimetre"]').click();
  await page.getByLabel('Déposer un fichier').check();
  const drop = async (name: string, content: string) => {
    const data = await page.evaluateHandle(
      ([file, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], file));
        return transfer;
      },
      [name, content]
    );
    await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: data });
  };
  await drop('perimetre.txt', 'ceci n’est pas un périmètre');
  await expect(page.getByRole('alert')).toContainText(/\w+/);
  await person.picture('form-fichier-refuse');
  await drop('perimetre.geojson', square(0.04));
  await expect(page.getByTestId('surface')).toContainText('km²');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await person.picture('form-fichier');

  // Two triangles that meet: repaired, and said so.
  const bow = { type: 'Polygon', coordinates: [[[3.5, 44.3], [3.6, 44.4], [3.6, 44.3], [3.5, 44.4], [3.5, 44.3]]] };
  await drop('noeud.geojson', JSON.stringify(bow));
  await expect(page.getByText(/a été réparée/)).toBeVisible();
  await person.close();
});

test('nothing typed is lost: leaving, a cut line, an ended session', async ({ browser }) => {
  const person = await enter(browser, 'collectivite');
  const { page } = person;
  await person.open('nouvelle');
  await page.getByLabel('Titre et description').fill('Atlas communal');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  await page.getByRole('link', { name: 'Mes demandes' }).click();
  await page.getByRole('link', { name: /^Atlas communal$/ }).first().click();
  await expect(page.getByLabel('Titre et description')).toHaveValue('Atlas communal');

  // The line is cut: what is typed stays in the browser, and comes back after a reload.
  await page.route('**/api-demandes/demandes/*', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue()
  );
  await page.getByLabel('Titre et description').fill('Atlas communal, saison 2');
  await expect(page.getByTestId('saving')).toContainText('gardé dans ce navigateur');
  await expect(page.getByRole('alert').first()).toContainText('Le service ne répond pas');
  await person.picture('form-coupure');
  await page.unroute('**/api-demandes/demandes/*');
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByText('a été retrouvé dans ce navigateur')).toBeVisible();
  await expect(page.getByLabel('Titre et description')).toHaveValue('Atlas communal, saison 2');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');

  // The session ends: the form stays, and goes on by itself after a login elsewhere.
  await page.evaluate(() => localStorage.setItem('gn_id_token', 'fini'));
  await page.getByLabel('Maître d’ouvrage').fill('Commune de Valcombe');
  await expect(page.getByRole('alertdialog')).toContainText('Votre session a expiré');
  await person.picture('session-expiree');
  await expect(page.getByLabel('Maître d’ouvrage')).toHaveValue('Commune de Valcombe');
  await page.evaluate((value) => localStorage.setItem('gn_id_token', value), token('collectivite'));
  await page.getByRole('button', { name: 'Je suis reconnecté' }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  await page.reload();
  await expect(page.getByLabel('Maître d’ouvrage')).toHaveValue('Commune de Valcombe');
  await person.close();
});

test('the form is filled by keyboard alone', async ({ browser }) => {
  const person = await enter(browser, 'collectivite');
  const { page } = person;
  await person.open('nouvelle');
  await page.getByLabel('Objet de la demande').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Révision du plan local');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Commune de Roquelaine');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('next')).toBeFocused();
  await page.keyboard.press('Enter');
  // The title of the next step is told, and the way goes on from there.
  await expect(page.locator('[data-step-title]')).toBeFocused();
  await expect(page.locator('[data-step-title]')).toContainText('Périmètre');
  await person.close();
});

test('a drawing follows the limits of the communes', async ({ browser }) => {
  const person = await enter(browser, 'chercheur');
  const { page } = person;
  // A brouillon with a small perimeter: the map opens near enough to see the limits.
  const caller = await api('chercheur');
  const made = await (await caller.post(`${API}/demandes`, { data: { objet_detail: 'Limites' } })).json();
  const put = await caller.put(`${API}/demandes/${made.id_demande}/perimetre`, {
    data: { kind: 'drawn', geometry: JSON.parse(square(0.01)) },
    headers: { 'If-Match': '*' },
  });
  expect(put.ok(), await put.text()).toBeTruthy();
  await person.open(`demandes/${made.id_demande}/modifier`);
  await page.locator('[data-step="perimetre"]').click();
  await expect(page.getByTestId('following')).toContainText('s’y accroche');
  const map = page.getByTestId('map');
  const limits = map.locator('path[stroke="#00695c"]');
  await expect(limits.first()).toBeAttached();
  await still(limits.first());

  await page.getByRole('link', { name: 'Effacer' }).click();
  await page.getByRole('link', { name: 'Tout effacer' }).click();
  await page.getByRole('link', { name: 'Dessiner un polygone' }).click();

  // A vertex of a limit, as it is on the screen once the page has scrolled to the tools.
  const box = (await map.boundingBox())!;
  const vertex = await limits.evaluateAll(
    (paths, { x, y, width, height }) => {
      for (const path of paths as SVGPathElement[]) {
        const matrix = path.getScreenCTM()!;
        for (const [, px, py] of (path.getAttribute('d') ?? '').matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)) {
          const point = new DOMPoint(Number(px), Number(py)).matrixTransform(matrix);
          const inside = point.x > x + 90 && point.x < x + width - 90 && point.y > y + 60 && point.y < y + height - 60;
          if (inside) {
            return { x: point.x, y: point.y };
          }
        }
      }
      return null;
    },
    box
  );
  expect(vertex).not.toBeNull();
  const off = { x: vertex!.x + 5, y: vertex!.y - 4 };
  const corners = [off, { x: off.x + 60, y: off.y + 8 }, { x: off.x + 40, y: off.y + 50 }];
  for (const [i, corner] of corners.entries()) {
    await clickMap(page, corner.x, corner.y);
    await expect(map.locator('.leaflet-editing-icon')).toHaveCount(i + 1);
  }
  const first = (await map.locator('.leaflet-editing-icon').first().boundingBox())!;
  const middle = { x: first.x + first.width / 2, y: first.y + first.height / 2 };
  // Not where it was clicked: on the limit.
  expect(Math.hypot(middle.x - vertex!.x, middle.y - vertex!.y)).toBeLessThan(3);
  await person.picture('form-limites');
  await clickMap(page, middle.x, middle.y);
  await expect(page.getByTestId('surface')).toContainText(/km²|ha/);

  // What is kept has a vertex of a commune, to the precision at which limits are told.
  const kept = await (await caller.get(`${API}/demandes/${made.id_demande}/perimetre`)).json();
  const points = (one: any): number[][] => one.coordinates.flat(one.type === 'Polygon' ? 1 : 2);
  const drawn = points(kept.perimetre.geometry);
  const answer = await caller.get(`${API}/zones/communes?lng=${LNG}&lat=${LAT}`);
  const known: number[][] = (await answer.json()).features.flatMap((one: any) => points(one.geometry));
  const near = (a: number[], b: number[]) => Math.abs(a[0] - b[0]) < 2e-3 && Math.abs(a[1] - b[1]) < 2e-3;
  expect(drawn.some((point) => known.some((other) => near(point, other)))).toBeTruthy();
  await person.close();
});

test('a slow line: one waits, nothing is sent twice', async ({ browser }) => {
  const person = await enter(browser, 'collectivite');
  const { page } = person;
  await person.open('nouvelle');
  const caller = await api('collectivite');
  const study = `Tourbière lente ${Date.now()}`;
  const count = async () => (await (await caller.get(`${API}/tableau?q=${study}`)).json()).items.length;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 1500,
    downloadThroughput: 20_000,
    uploadThroughput: 20_000,
  });
  await page.getByLabel('Titre et description').fill(study);
  await expect(page.getByTestId('saving')).toContainText('Enregistrement…');
  // One goes on typing while the first sending is under way.
  await page.getByLabel('Maître d’ouvrage').fill('Commune de Valcombe');
  await page.getByTestId('next').click();
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  expect(await count()).toBe(1);
  await page.getByRole('link', { name: 'Mes demandes' }).click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  await expect(page.getByRole('link', { name: study, exact: true })).toBeVisible();
  await person.close();
});
