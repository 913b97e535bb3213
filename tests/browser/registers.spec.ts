import { readFileSync } from 'node:fs';
import { expect, Page } from '@playwright/test';
import { api, API, complete, deposited, enter, posted, settled, test } from './people';

/** The row of a table that holds these words. */
function row(page: Page, words: string) {
  return page.getByRole('row').filter({ hasText: words });
}

test('a maître d’ouvrage is proposed, accepted, corrected, merged', async ({ browser }) => {
  const proposed = `Communauté de communes des Causses ${Date.now()}`;
  const double = `${proposed} (doublon)`;
  for (const name of [proposed, double]) {
    const made = await (await api('association')).post(`${API}/maitres-ouvrage`, { data: { name } });
    expect(made.ok(), await made.text()).toBeTruthy();
  }
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('maitres-ouvrage');
  await page.getByLabel('À valider seulement').check();
  await row(page, double).getByRole('button', { name: 'Valider' }).click();
  await expect(page.getByTestId('done')).toContainText('validé');
  await expect(row(page, double)).toHaveCount(0);
  await page.getByLabel('À valider seulement').uncheck();
  await page.getByLabel('Rechercher').fill(proposed);
  await expect(row(page, double)).toBeVisible();

  // A number that is no SIRET is refused, and what was typed stays.
  await row(page, double).getByRole('button', { name: 'Modifier' }).click();
  await page.getByLabel('SIRET').fill('12345');
  await page.getByTestId('form').getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('alert')).toContainText("n'est pas un SIRET");
  await expect(page.getByLabel('SIRET')).toHaveValue('12345');
  await page.getByTestId('form').getByRole('button', { name: 'Annuler' }).click();

  await row(page, double).getByRole('button', { name: 'Fusionner' }).click();
  const merge = page.getByTestId('merge');
  await merge.getByLabel('Celui qui reste').fill(proposed);
  await merge.getByRole('button', { name: proposed, exact: true }).click();
  await merge.getByRole('button', { name: 'Fusionner les deux' }).click();
  await expect(page.getByTestId('done')).toContainText('fusionnés');
  await expect(row(page, double)).toHaveCount(0);
  await dreal.close();
});

test('a membership begins, is decided upon, and ends', async ({ browser }) => {
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('adhesions');
  const caller = await api('dreal');
  const members = await (await caller.get(`${API}/adhesions`)).json();
  const all = await (await caller.get(`${API}/organismes?q=e`)).json();
  const free = all.find((one: any) => !members.some((member: any) => member.id_organisme === one.id_organisme));
  expect(free, 'an organisme without membership').toBeTruthy();
  await page.getByRole('button', { name: 'Ajouter une adhésion' }).click();
  const form = page.getByTestId('add');
  await form.getByLabel('Organisme').fill(free.nom);
  await form.getByRole('button', { name: free.nom }).first().click();
  await form.getByLabel('Qualité').selectOption('Pré-adhérent');
  await form.getByLabel('Décision ou courrier').fill('Courrier du 3 mars');
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(row(page, free.nom)).toContainText('Pré-adhérent');
  await row(page, free.nom).getByRole('button', { name: 'Se prononcer' }).click();
  await page.getByRole('radio', { name: 'Admis comme adhérent' }).check();
  await page.getByTestId('end').getByRole('button', { name: 'Enregistrer' }).click();
  // What ends today is still shown, with what became of it; nothing is left to be decided upon.
  await expect(row(page, free.nom).filter({ hasText: 'Pré-adhérent' })).toContainText('Admis comme adhérent');
  await expect(row(page, free.nom).filter({ has: page.getByRole('cell', { name: 'Adhérent', exact: true }) })).toHaveCount(1);
  await expect(row(page, free.nom).getByRole('button', { name: 'Se prononcer' })).toHaveCount(0);
  await dreal.close();
});

test('members of colleges, pôles and their speakers, groups, sharing of work', async ({ browser }) => {
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('colleges');
  await page.getByRole('button', { name: 'Ajouter un membre' }).click();
  await page.getByLabel('Collège (code)').fill('collectivites');
  await page.getByLabel('Nom du collège').fill('Collectivités');
  await page.getByLabel('Titulaire').fill('Jeanne Vidal');
  await page.getByTestId('form').getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Collectivités' })).toBeVisible();
  await row(page, 'Jeanne Vidal').getByRole('button', { name: 'Modifier' }).click();
  await page.getByLabel('Suppléant').fill('Paul Roux');
  await page.getByTestId('form').getByRole('button', { name: 'Enregistrer' }).click();
  await expect(row(page, 'Jeanne Vidal')).toContainText('Paul Roux');

  await dreal.open('poles');
  const poissons = page.locator('[data-pole="poissons"]');
  await poissons.getByRole('button', { name: 'Ajouter un animateur' }).click();
  const speaker = page.getByTestId('speaker');
  const me = await (await (await api('mammiferes')).get(`${API}/me`)).json();
  await speaker.getByLabel('Personne').fill(me.name);
  await speaker.locator('.dem-picks button').first().click();
  await speaker.getByLabel('Rôle').selectOption('Suppléant');
  await speaker.getByLabel('Départements').fill('9A, 9B');
  await speaker.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(poissons.getByRole('listitem').filter({ hasText: 'Suppléant' })).toContainText('9A, 9B');

  await dreal.open('groupes');
  const groupe = page.locator('[data-groupe="ORCHIDEES"]');
  await groupe.getByRole('button', { name: 'Modifier' }).click();
  await groupe.getByLabel('Nom du groupe').fill('Orchidées sauvages');
  await groupe.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(groupe.getByRole('heading')).toContainText('Orchidées sauvages');
  await expect(groupe).toContainText('avis systématique');

  await dreal.open('partage');
  const cbn = page.locator('article').filter({ has: page.getByRole('button', { name: /Noter une absence/ }) }).last();
  await cbn.getByRole('button', { name: /Noter une absence/ }).click();
  await cbn.getByLabel('À partir du').fill('2031-08-01');
  await cbn.getByLabel('Jusqu’au').fill('2031-08-15');
  await cbn.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.locator('article').filter({ hasText: 'du 1er août 2031 au 15 août 2031' })).toBeVisible();
  await dreal.close();
});

test('settings make a version, and who had read the former one is told', async ({ browser }) => {
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('reglages');
  await page.getByRole('button', { name: 'Changer des réglages' }).click();
  await page.getByLabel('Relances, en jours').fill('10; 3, demain');
  await expect(page.getByText('Donnez des nombres entiers')).toBeVisible();
  await page.getByLabel('Relances, en jours').fill('10; 3; 0');
  await page.getByLabel('Part minimale d’une zone').fill('2');
  await page.getByLabel('Pourquoi ce changement').fill('Essai');
  await expect(page.getByText('2 réglages changés')).toBeVisible();
  await page.getByRole('button', { name: 'Faire une nouvelle version' }).click();
  await expect(page.locator('.dem-error')).toContainText('doit être une part supérieure à 0');
  await page.getByLabel('Part minimale d’une zone').fill('0.5');
  await expect(page.getByText('1 réglage changé')).toBeVisible();

  // Somebody else makes a version meanwhile.
  const caller = await api('dreal');
  const read = await caller.get(`${API}/reglages`);
  const other = await caller.patch(`${API}/reglages`, {
    data: { values: { expiry_days: 181 }, comment: 'Ailleurs' },
    headers: { 'If-Match': read.headers()['etag'] },
  });
  expect(other.ok(), await other.text()).toBeTruthy();
  await page.getByRole('button', { name: 'Faire une nouvelle version' }).click();
  await page.getByRole('button', { name: 'Recharger la page à jour' }).click();
  await expect(page.getByTestId('versions')).toContainText('Ailleurs');

  await page.getByRole('button', { name: 'Changer des réglages' }).click();
  await page.getByLabel('Relances, en jours').fill('10, 3, 0');
  await page.getByLabel('Pourquoi ce changement').fill('Des relances plus tôt');
  await page.getByRole('button', { name: 'Faire une nouvelle version' }).click();
  await expect(page.getByTestId('done')).toContainText('en vigueur');
  await expect(page.getByTestId('versions')).toContainText('Des relances plus tôt');
  await expect(page.getByTestId('reglages')).toContainText('10, 3, 0');

  // The words of the letters are the administrator's.
  await page.getByRole('button', { name: 'Changer des réglages' }).click();
  await page.getByLabel('Expéditeur').fill('DREAL des Plateaux\n3 rue du Causse');
  await page.getByLabel('Pourquoi ce changement').fill('Notre adresse');
  await page.getByRole('button', { name: 'Faire une nouvelle version' }).click();
  await expect(page.getByTestId('versions')).toContainText('Notre adresse');
  await expect(page.getByTestId('reglages')).toContainText('3 rue du Causse');
  // No setting is shown under its key.
  await expect(page.getByTestId('reglages')).not.toContainText(/[a-z]+_[a-z]+/);
  await expect(page.getByRole('heading', { name: 'Autres' })).toHaveCount(0);
  await dreal.close();

  // Who reads them does not change them.
  const cen = await enter(browser, 'cen');
  await cen.open('reglages');
  await expect(cen.page.getByTestId('versions')).toBeVisible();
  await expect(cen.page.getByRole('button', { name: 'Changer des réglages' })).toHaveCount(0);
  await cen.close();
});

test('a pôle tries a standing order, then gives it', async ({ browser }) => {
  // Of an adherent: in two communes, only the rapaces have to be asked about; in a whole department, everybody is, whatever the order.
  await deposited({ study: 'Falaises', codes: ['9A001', '9A006'], precise: true });
  await deposited({ study: 'Département', area_type: 'DEP', codes: ['9B'], precise: true });
  const oiseaux = await enter(browser, 'oiseaux');
  const { page } = oiseaux;
  await oiseaux.open('consignes');
  const rapaces = page.locator('[data-groupe="RAPACES"]');
  await expect(page.locator('[data-groupe]')).toHaveCount(1);
  await rapaces.getByRole('button', { name: 'Changer la consigne' }).click();
  await rapaces.getByLabel('À partir de combien de communes').fill('5000');
  await rapaces.getByLabel('Demandes passées à essayer').fill('2');
  await rapaces.getByTestId('simulate').click();
  await expect(rapaces.getByTestId('simulation')).toContainText('2 demandes regardées. 2 ont des données sensibles de ce groupe.');
  await expect(rapaces.getByTestId('simulation')).toContainText('Consultations aujourd’hui : 2 ; avec cette consigne : 1.');
  await oiseaux.picture('consigne-simulation');
  await rapaces.getByLabel('À partir de combien de communes').fill('2');
  await expect(rapaces.getByTestId('simulation')).toHaveCount(0);
  await rapaces.getByLabel('Motif').fill('Un périmètre d’une seule commune se traite sans nous.');
  await rapaces.getByRole('button', { name: 'Donner cette consigne' }).click();
  await expect(page.getByTestId('done')).toContainText('La consigne est donnée');
  await expect(rapaces).toContainText('à partir de 2 communes');
  await oiseaux.close();

  const consignes = await (await (await api('oiseaux')).get(`${API}/consignes`)).json();
  expect(consignes.find((one: any) => one.code_groupe === 'RAPACES').min_communes).toBe(2);
});

test('the board: words, states, pages, exports', async ({ browser }) => {
  test.slow();
  const caller = await api('collectivite');
  const mark = `Zone humide ${Date.now()}`;
  for (let n = 0; n < 55; n++) {
    const made = await caller.post(`${API}/demandes`, { data: { objet_detail: `${mark} parcelle` } });
    expect(made.ok()).toBeTruthy();
  }
  // What the search leaves out.
  await posted('agent', '/demandes', { objet_detail: 'Carrière de la Combe' });
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('coordination');
  const board = page.getByTestId('demandes');
  // The lines before the search are as many: it is its answer that is awaited.
  await Promise.all([page.waitForResponse(/\/tableau\?.*q=/), page.getByLabel('Rechercher').fill(mark)]);
  await expect(page.getByTestId('count')).toContainText('Les 50 premières demandes');
  await expect(board.locator('tbody tr')).toHaveCount(50);
  await page.getByTestId('more').click();
  await expect(board.locator('tbody tr')).toHaveCount(55);
  await expect(page.getByTestId('count')).toContainText('55 demandes');
  await expect(page.getByTestId('more')).toHaveCount(0);

  // The filter is in the address: one comes back to it.
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(page.getByLabel('Rechercher')).toHaveValue(mark);
  await expect(board.locator('tbody tr')).toHaveCount(50);
  await page.getByLabel('À qui le tour').selectOption('les pôles');
  await expect(page.getByTestId('no-match')).toBeVisible();
  await page.getByLabel('À qui le tour').selectOption('le demandeur');
  await expect(board.locator('tbody tr')).toHaveCount(50);

  for (const [kind, beginning] of [
    ['csv', '\ufeff'],
    ['xlsx', 'PK'],
  ]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(kind).click()]);
    expect(download.suggestedFilename()).toBe(`demandes.${kind}`);
    const bytes = readFileSync((await download.path())!);
    const text = bytes.toString(kind === 'csv' ? 'utf8' : 'latin1');
    expect(kind === 'csv' ? text.includes(mark) : text.startsWith(beginning)).toBeTruthy();
  }
  await page.getByRole('button', { name: 'Effacer les filtres' }).click();
  await expect(page.getByTestId('count')).not.toContainText('55 demandes');
  await dreal.close();
});

test('statistics are shown, drawn and exported; the return of use too', async ({ browser }) => {
  await complete({ study: 'Suivi annuel', codes: ['9A002'] });
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open('statistiques');
  await expect(page.getByTestId('delais')).toBeVisible();
  await expect(page.locator('svg[role="img"]').first()).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
  const text = readFileSync((await download.path())!, 'utf8');
  expect(text.startsWith('\ufeff')).toBeTruthy();
  expect(text).toContain('Délais, en jours');
  await page.getByLabel('Du', { exact: true }).fill('2031-01-01');
  await expect(page.getByRole('button', { name: 'Afficher' })).toBeDisabled();
  await page.getByLabel('au', { exact: true }).fill('2031-12-31');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.getByText('Rien dans cette période').first()).toBeVisible();

  await dreal.open('usage');
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
  expect(readFileSync((await file.path())!, 'utf8')).toContain('numero;envoi');
  await dreal.close();
});

test('a dossier changes hands with a reason', async ({ browser }) => {
  const { id_demande, id_responsable: before } = await deposited({ study: 'Zone de frayère', codes: ['9A001'] });
  const dreal = await enter(browser, 'dreal');
  const { page } = dreal;
  await dreal.open(`demandes/${id_demande}`);
  await page.getByTestId('assign').click();
  await page.getByLabel('À qui').selectOption({ index: 0 });
  await page.getByLabel('Motif').fill('Congés');
  await page.getByRole('button', { name: 'Confier', exact: true }).click();
  await expect(page.getByLabel('À qui')).toHaveCount(0);
  await expect(page.getByTestId('journal')).toContainText('Congés');
  const now = await (await (await api('dreal')).get(`${API}/demandes/${id_demande}`)).json();
  expect(now.id_responsable).not.toBe(before);
  await dreal.close();
});
