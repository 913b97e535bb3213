import { createReadStream, existsSync } from 'node:fs';
import { createServer, request, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect } from '@playwright/test';
import { APP, overflow, settled, test, token } from './people';

/** The module compiled from `external_modules` by a host with GeoNature's aliases, behind a proxy on one origin, as in GeoNature. */
const HOST = process.env.DEMANDES_GEONATURE_HOST ?? '';
const API = '/geonature/api-demandes';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const CONFIG = {
  URL_APPLICATION: '/geonature',
  MAPCONFIG: { BASEMAP: [{ name: 'Fond', url: '/tiles/{z}/{x}/{y}.png', attribution: '© Fond de carte' }] },
  DEMANDES: { API_DEMANDES: API },
};

let server: Server;
let origin = '';

test.beforeAll(async () => {
  const service = new URL(APP);
  server = createServer((asked, answer) => {
    const path = new URL(asked.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith(API)) {
      const forwarded = request(
        { host: service.hostname, port: service.port, path: asked.url, method: asked.method, headers: asked.headers },
        (found) => {
          answer.writeHead(found.statusCode ?? 502, found.headers);
          found.pipe(answer);
        }
      );
      forwarded.on('error', () => answer.writeHead(502).end());
      asked.pipe(forwarded);
      return;
    }
    if (path === '/geonature/config.js') {
      answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`window.gnConfig = ${JSON.stringify(CONFIG)};`);
      return;
    }
    const file = join(HOST, normalize(path.replace(/^\/geonature/, '') || '/').replace(/^\/$/, '/index.html'));
    if (!existsSync(file)) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => server.close());

test('the module lives inside GeoNature: its list, its map, its login', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'fr-FR' });
  await context.addInitScript((value) => {
    if (!sessionStorage.getItem('entered')) {
      sessionStorage.setItem('entered', 'yes');
      localStorage.setItem('gn_id_token', value);
    }
  }, token('collectivite'));
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const tiles: string[] = [];
  await page.route('**/tiles/**', (route) => {
    tiles.push(route.request().url());
    return route.fulfill({ status: 204 });
  });

  await page.goto(`${origin}/geonature/#/demandes`);
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
