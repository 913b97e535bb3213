import { expect, Locator } from '@playwright/test';
import { drafted, enter, freeze, Person, settled, still, test, tourDeTable } from './people';

/**
 * How the pages look, compared with the pictures kept in `pictures/` (taken again by `--update-snapshots`, and looked at). What is on the pages
 * is always the same, the demonstration as it is loaded, but for dates, numbers and who has drawn the work, which are frozen.
 */
test.describe.configure({ mode: 'serial' });

/** Below that, a page is more of the same. */
const TALLEST = 1400;

let demande = '';
let lot = '';

test.beforeAll(async () => ({ demande, lot } = await tourDeTable()));

async function same(person: Person, name: string, part?: Locator): Promise<void> {
  const { page } = person;
  await settled(page);
  const map = page.getByTestId('map');
  if ((await map.count()) > 0) {
    await expect(map.locator('path').first()).toBeAttached();
    await still(map.locator('path').first());
  }
  await page.evaluate(() => document.fonts.ready);
  await freeze(page);
  if (part) {
    await expect(part).toHaveScreenshot(`${name}.png`);
  } else {
    const [width, height] = await page.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
    const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
    await expect(page).toHaveScreenshot(`${name}.png`, { fullPage: true, clip });
  }
}

/** Page, who opens it, its address, its widths. */
const PAGES: [string, string, () => string, number[]][] = [
  ['liste-vide', 'agent', () => '', [1280, 360]],
  ['liste', 'association', () => '', [1280, 360]],
  ['demande', 'association', () => `demandes/${demande}`, [1280, 360]],
  ['pole', 'oiseaux', () => 'pole', [1280]],
  ['lot', 'oiseaux', () => `demandes/${demande}/lots/${lot}`, [1280, 360]],
  ['coordination', 'dreal', () => 'coordination', [1280, 360]],
  ['envois', 'cen', () => 'envois', [1280]],
  ['adhesions', 'dreal', () => 'adhesions', [1280]],
  ['reglages', 'dreal', () => 'reglages', [1280]],
  ['groupes', 'dreal', () => 'groupes', [1280]],
];

for (const [name, account, path, widths] of PAGES) {
  for (const width of widths) {
    test(`${name}, ${width} wide, as ${account} sees it`, async ({ browser }) => {
      const person = await enter(browser, account, width);
      await person.open(path());
      await expect(person.page.locator('.dem-card').first()).toBeVisible();
      await same(person, `${name}-${width}`);
      await person.close();
    });
  }
}

test('the steps of the form', async ({ browser }) => {
  const person = await enter(browser, 'agent');
  const { page } = person;
  await person.open('nouvelle');
  for (const step of ['objet', 'perimetre', 'contenu', 'usage', 'engagement']) {
    await page.locator(`[data-step="${step}"]`).click();
    await expect(page.locator('[data-step-title]')).toBeFocused();
    await same(person, `etape-${step}`);
  }
  await person.close();
});

test('a card that has moved is seen', async ({ browser }, { config }) => {
  test.skip(config.updateSnapshots !== 'none', 'the pictures are being taken');
  const person = await enter(browser, 'association');
  await person.open();
  await expect(person.page.locator('.dem-card').first()).toBeVisible();
  await same(person, 'liste-1280');
  await person.page.locator('.dem-card').first().evaluate((card: HTMLElement) => (card.style.marginTop = '24px'));
  await expect(expect(person.page).toHaveScreenshot('liste-1280.png', { fullPage: true, timeout: 3000 })).rejects.toThrow(/pixels/);
  await person.close();
});

test('the announced route', async ({ browser }) => {
  const made = await drafted({ study: 'Route', area_type: 'DEP', codes: ['9B'], precise: true });
  const person = await enter(browser, 'association');
  await person.open(`demandes/${made.id_demande}/modifier`);
  await person.page.locator('[data-step="annonce"]').click();
  await expect(person.page.getByTestId('route')).toBeVisible();
  await same(person, 'route', person.page.locator('dem-annonce'));
  await person.close();
});
