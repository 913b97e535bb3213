import { expect, test } from '@playwright/test';
import { enter, token } from './people';

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
  await page.waitForTimeout(600);
  const box = (await map.boundingBox())!;
  const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
  await page.getByRole('link', { name: 'Dessiner un polygone' }).click();
  for (const [x, y] of [
    [0.45, 0.4],
    [0.6, 0.42],
    [0.58, 0.62],
    [0.44, 0.58],
  ]) {
    const point = at(x, y);
    await page.mouse.move(point.x, point.y);
    await page.waitForTimeout(80);
    await page.mouse.click(point.x, point.y);
  }
  await expect(page.getByText(/Surface dessinée : /)).toBeVisible();
  const first = at(0.45, 0.4);
  await page.mouse.move(first.x, first.y);
  await page.mouse.click(first.x, first.y);
  await expect(page.getByTestId('surface')).toContainText(/km²|ha/);
  await expect(page.getByTestId('communes')).toContainText(/\d+ commune/);
  await person.picture('form-dessin');

  // The address is now the brouillon's: a reload comes back to it, with its perimeter.
  expect(page.url()).toContain('/modifier');
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
