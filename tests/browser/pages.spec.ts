import { expect } from '@playwright/test';
import { enter, findings, overflow, settled, test, tourDeTable, unnamed } from './people';

/** Who sees which pages, beside his list. */
const PAGES: Record<string, string[]> = {
  agent: ['', 'nouvelle'],
  association: ['', 'nouvelle', 'demande'],
  oiseaux: ['', 'pole', 'lot', 'demande', 'consignes', 'usage'],
  dreal: [
    '',
    'coordination',
    'pole',
    'envois',
    'lot',
    'demande',
    'adhesions',
    'colleges',
    'maitres-ouvrage',
    'poles',
    'groupes',
    'partage',
    'consignes',
    'reglages',
    'statistiques',
    'usage',
  ],
  cen: ['', 'envois', 'demande', 'adhesions', 'partage', 'reglages', 'statistiques'],
  cbn: ['', 'envois', 'demande', 'adhesions', 'partage', 'reglages', 'statistiques'],
};

let demande = '';
let lot = '';

test.beforeAll(async () => ({ demande, lot } = await tourDeTable()));

for (const [account, pages] of Object.entries(PAGES)) {
  for (const width of [1280, 360]) {
    test(`${account} sees his pages, ${width} wide, and axe finds nothing serious`, async ({ browser }) => {
      const person = await enter(browser, account, width);
      for (const name of pages) {
        const path = { demande: `demandes/${demande}`, lot: `demandes/${demande}/lots/${lot}` }[name] ?? name;
        await person.open(path);
        await expect(person.page.locator('.dem-card').first()).toBeVisible();
        await settled(person.page);
        await expect(person.page.locator('.dem-alert-bad')).toHaveCount(0);
        expect(await overflow(person.page), `${name || 'list'} is wider than ${width}`).toBeLessThanOrEqual(0);
        expect(await findings(person.page), name).toEqual([]);
        // The window is named once its page is read.
        await expect.poll(() => unnamed(person.page), { message: name || 'list' }).toEqual([]);
        await person.picture(`page-${account}-${name || 'list'}-${width}`);
      }
      await person.close();
    });
  }
}

test('each step of the form, 360 wide and desktop, without serious finding', async ({ browser }) => {
  for (const width of [360, 1280]) {
    const person = await enter(browser, 'chercheur', width);
    await person.open('nouvelle');
    for (const step of ['objet', 'perimetre', 'contenu', 'usage', 'annonce', 'engagement']) {
      await person.page.locator(`[data-step="${step}"]`).click();
      await expect(person.page.locator('[data-step-title]')).toBeFocused();
      await settled(person.page);
      expect(await overflow(person.page), `${step} is wider than ${width}`).toBeLessThanOrEqual(0);
      expect(await findings(person.page), step).toEqual([]);
      await expect.poll(() => unnamed(person.page), { message: step }).toEqual([]);
      await person.picture(`step-${step}-${width}`);
    }
    await person.close();
  }
});

test('who has no right to a page is told so, and sees no other person’s demande', async ({ browser }) => {
  const agent = await enter(browser, 'agent');
  await agent.open(`demandes/${demande}`);
  await expect(agent.page.getByRole('alert')).toContainText('Introuvable');
  await agent.open('coordination');
  await expect(agent.page.getByRole('alert')).toContainText('coordination');
  await expect(agent.page.getByRole('navigation', { name: 'Pages du module' })).not.toContainText('Coordination');
  await expect(agent.page.getByRole('navigation', { name: 'Pages du module' })).not.toContainText('Registres');
  // A register opened by its address is refused, and nothing of it is there.
  for (const page of ['adhesions', 'reglages', 'statistiques']) {
    await agent.open(page);
    await expect(agent.page.getByRole('alert')).toContainText('Vous n’avez pas ce droit'.replace('’', "'"));
    await expect(agent.page.locator('table, .dem-lot')).toHaveCount(0);
  }
  await agent.close();
});

test('the pages speak English too', async ({ browser }) => {
  const person = await enter(browser, 'association');
  await person.open();
  await person.page.getByRole('button', { name: 'English' }).click();
  await expect(person.page.getByRole('heading', { name: 'My requests' })).toBeVisible();
  await expect(person.page.locator('body')).not.toContainText('dem.');
  await person.close();
});
