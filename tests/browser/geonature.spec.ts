import { expect } from '@playwright/test';
import { expectReadable } from './contrast';
import { serveHost } from './host';
import { enter, findings, overflow, settled, test, token, tourDeTable } from './people';
import { PAGES } from './tour';

let host: Awaited<ReturnType<typeof serveHost>>;
let demande = '';
let lot = '';

test.beforeAll(async () => {
  host = await serveHost();
  ({ demande, lot } = await tourDeTable());
});

test.afterAll(() => host.close());

test('the module lives inside GeoNature: its list, its map, its login', async ({ browser }) => {
  const { page } = await enter(browser, 'collectivite');
  const context = page.context();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const tiles: string[] = [];
  await page.route('**/tiles/**', (route) => {
    tiles.push(route.request().url());
    return route.fulfill({ status: 204 });
  });

  await page.goto(`${host.origin}/geonature/#/demandes`);
  await expect(page.getByRole('navigation', { name: 'Pages du module' })).toBeVisible();
  await page.getByRole('link', { name: 'Nouvelle demande' }).click();
  await expect(page).toHaveURL(/#\/demandes\/nouvelle$/);
  await page.getByLabel('Titre et description').fill('Depuis GeoNature');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  // Its address is now the brouillon's, below the module's own path.
  await expect(page).toHaveURL(/#\/demandes\/demandes\/[0-9a-f-]{36}\/modifier$/);
  await page.locator('[data-step="perimetre"]').click();
  await expect(page.getByText('© Fond de carte')).toBeVisible();
  await expect.poll(() => tiles.length).toBeGreaterThan(0);
  await settled(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  // Nothing of the module's style reaches the host.
  const outside = await page.evaluate(() => getComputedStyle(document.querySelector('main')!).fontSize);
  expect(outside).toBe('16px');

  // The session ends: GeoNature's own login opens beside, and the form goes on.
  await page.evaluate(() => localStorage.setItem('gn_id_token', 'fini'));
  await page.locator('[data-step="objet"]').click();
  await page.getByLabel('Maître d’ouvrage').fill('Commune de Valcombe');
  await expect(page.getByRole('alertdialog')).toContainText('Votre session a expiré');
  const [login] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Se connecter' }).click(),
  ]);
  await expect(login).toHaveURL(/\/geonature\/#\/login$/);
  await login.evaluate((value) => localStorage.setItem('gn_id_token', value), token('collectivite'));
  await login.close();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  await expect(page.getByLabel('Maître d’ouvrage')).toHaveValue('Commune de Valcombe');
  expect(errors).toEqual([]);
  await context.close();
});

test('among the styles of GeoNature, each page is readable, whole, and without serious finding', async ({ browser }) => {
  // Thirty-four pages.
  test.setTimeout(480_000);
  for (const [name, account, path] of PAGES) {
    for (const width of [1280, 360]) {
      const person = await enter(browser, account, width);
      const { page } = person;
      await page.route('**/tiles/**', (route) => route.fulfill({ status: 204 }));
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`${host.origin}/geonature/#/demandes/${path({ demande, lot })}`);
      await expect(page.locator('.dem-card').first()).toBeVisible();
      await settled(page);
      await person.picture(`geonature-${name}-${width}`);
      expect.soft(await overflow(page), `${name} is wider than ${width}`).toBeLessThanOrEqual(0);
      expect.soft(await findings(page), name).toEqual([]);
      if (width === 1280) {
        await expectReadable(page, `${name}, inside GeoNature`);
      }
      await person.close();
    }
  }
});
