import { expect } from '@playwright/test';
import { api, API, enter, Person, test } from './people';

/** The whole story by the pages alone: five people, from the first word of a demande to the file on a disk. */
test('a demande, from its first word to the files', async ({ browser }) => {
  test.setTimeout(900_000);
  const study = `Suivi des rapaces rupestres ${Date.now()}`;

  const association = await enter(browser, 'association');
  await association.open();
  await association.page.getByRole('link', { name: 'Nouvelle demande' }).click();
  const { page } = association;
  await page.getByLabel('Objet de la demande').selectOption({ label: "Gestion d'espace" });
  await page.getByLabel('Titre et description').fill(study);
  await page.getByLabel('Maître d’ouvrage').fill('Syndicat mixte du Haut Tarnon');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  await association.picture('form-1-etude');

  await page.getByTestId('next').click();
  await page.getByLabel('Choisir des communes').check();
  await page.getByLabel('Nom ou code').fill('9A0');
  await expect(page.getByText('20 zones trouvées')).toBeVisible();
  // Under the number of communes that asks for a tour de table: only the lot F3 waits for an avis.
  for (const button of await page.getByRole('button', { name: /^Ajouter / }).all()) {
    await button.click();
  }
  await page.getByRole('button', { name: 'Utiliser cette liste' }).click();
  await expect(page.getByTestId('communes')).toContainText('20 communes');
  await association.picture('form-2-perimetre');

  await page.getByTestId('next').click();
  await page.getByLabel('Une liste de taxons').check();
  const rapaces = await codes();
  await page.getByLabel('Codes (cd_nom)').fill(`${rapaces.slice(1).join('\n')}\nOiseau de feu`);
  await expect(page.locator('#dem-taxa-report')).toContainText('une ligne à corriger');
  await association.picture('form-3-liste-a-corriger');
  await page.getByLabel('Codes (cd_nom)').fill(rapaces.slice(1).join('\n'));
  await expect(page.locator('#dem-taxa-report')).toContainText(`${rapaces.length - 1} taxons lus`);
  await expect(page.locator('#dem-taxa-report')).not.toContainText('à corriger');
  await page.getByLabel('Chercher dans TAXREF').fill('aquila chrys');
  await page.getByRole('button', { name: /^Ajouter Aquila chrysaetos/ }).first().click();
  await expect(page.locator('#dem-taxa-report')).toContainText(`${rapaces.length} taxons lus`);
  await page.getByLabel('Je souhaite les données sensibles précises').check();
  await association.picture('form-3-donnees');

  await page.getByTestId('next').click();
  await page.getByLabel('Utilisation prévue').fill('Plan de gestion des falaises');
  await page.getByLabel('Durée d’utilisation').fill('18');
  await page.getByLabel('Qui d’autre').fill('Le syndicat mixte');
  await page.getByLabel('GeoJSON').check();
  await association.picture('form-4-usage');

  await page.getByTestId('next').click();
  await expect(page.getByTestId('route')).toBeVisible();
  await expect(page.locator('.dem-route')).toContainText('Rapaces rupestres');
  await association.picture('form-5-route');
  await page.getByRole('button', { name: /Voir le tableau/ }).first().click();
  await expect(page.locator('.dem-chart table').first()).toBeVisible();

  await page.getByTestId('next').click();
  await page.getByLabel('J’ai lu l’acte d’engagement').check();
  await association.picture('form-6-depot');
  await page.getByTestId('depose').click();
  await expect(page.getByRole('heading', { name: /Demande n°/ })).toContainText('Déposée');
  const id = page.url().split('/demandes/')[1];
  await association.picture('demande-deposee');

  // The check of its completeness.
  const cen = await enter(browser, 'cen');
  await cen.open(`demandes/${id}`);
  await cen.page.getByRole('button', { name: 'La déclarer complète' }).click();
  await expect(cen.page.locator('[data-lot="F1"]')).toBeVisible();
  await cen.close();

  // The avis of the pôle.
  const oiseaux = await enter(browser, 'oiseaux');
  await oiseaux.open('pole');
  await oiseaux.page.getByRole('link', { name: new RegExp(study) }).first().click();
  await oiseaux.page.getByRole('radio', { name: 'Favorable sous conditions' }).check();
  await oiseaux.page.getByLabel('Limiter l’usage à').fill('12');
  // What the condition changes is told before it is given; nothing is kept by it.
  await expect(oiseaux.page.getByTestId('apercu')).toContainText('12 mois (18 mois demandés)');
  await expect(oiseaux.page.getByTestId('apercu')).toContainText(/Lot d’aujourd’hui\s*\d+ observation/);
  await oiseaux.page.getByLabel('Exclure des taxons').fill(String(rapaces[0]));
  await expect(oiseaux.page.getByTestId('apercu')).toContainText(/Exclues par leur taxon\s*\d+ observation/);
  await oiseaux.page.getByLabel('Exclure des taxons').fill('');
  await expect(oiseaux.page.getByTestId('apercu')).not.toContainText('Exclues par leur taxon');
  await oiseaux.page.getByLabel('Motif').fill('Une saison suffit.');
  await oiseaux.picture('avis');
  await oiseaux.page.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await expect(oiseaux.page.getByTestId('done')).toContainText('L’avis est enregistré');
  await oiseaux.close();

  // The décision of the coordination, which keeps the condition; then its own sending.
  const dreal = await enter(browser, 'dreal');
  await dreal.open('coordination');
  await dreal.picture('coordination');
  await dreal.page.getByRole('link', { name: new RegExp(study) }).first().click();
  await dreal.page.getByRole('radio', { name: 'Accordé sous conditions' }).check();
  await dreal.page.getByLabel('Limiter l’usage à').fill('12');
  await dreal.picture('decision');
  await dreal.page.getByRole('button', { name: 'Enregistrer la décision' }).click();
  await expect(dreal.page.getByTestId('done')).toContainText('La décision est enregistrée');
  await send(dreal, 'F3', study);
  await dreal.close();

  // The sendings of those the other lots fall to.
  const lots = (await (await api('dreal')).get(`${API}/demandes/${id}/lots`)).json();
  for (const account of ['cen', 'cbn']) {
    const co = await enter(browser, account);
    const me = await (await (await api(account)).get(`${API}/me`)).json();
    for (const lot of (await lots).filter((one: any) => one.id_responsable === me.id_role)) {
      await send(co, lot.kind, study);
    }
    await co.close();
  }

  // The files on a disk.
  await association.open(`demandes/${id}`);
  await page.reload();
  const f3 = page.locator('[data-lot="F3-RAPACES"]');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    f3.getByTestId('download').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^demande-.*-F3-RAPACES\.zip$/);
  const path = await download.path();
  const { statSync } = await import('node:fs');
  expect(statSync(path).size).toBeGreaterThan(1000);
  await expect(f3.getByTestId('fetched')).toContainText('SHA-256');
  await expect(page.getByTestId('journal')).toContainText('Lot téléchargé');
  await association.picture('demande-livree');
  await association.close();

  // The return of use: the pôle learns who received the data of its groups.
  const after = await enter(browser, 'oiseaux');
  await after.open('usage');
  await expect(after.page.getByTestId('rows')).toContainText('Rapaces rupestres');
  await expect(after.page.getByTestId('rows')).toContainText('précise');
  await after.picture('retour-usage');
  await after.close();
});

/** Sends a lot of a demande from the page of sendings, once its checks are there. */
async function send(person: Person, kind: string, study: string): Promise<void> {
  await person.open('envois');
  const card = person.page.locator(`section[data-lot="${kind}"]`).filter({ hasText: study });
  await expect(card).toBeVisible({ timeout: 120_000 });
  await expect(card).toContainText('Contrôlé, prêt à partir', { timeout: 240_000 });
  // What has just left to the same person has the archive attacked again first.
  await expect(card.getByTestId('attack').or(card.getByTestId('send'))).toBeVisible();
  if (await card.getByTestId('attack').isVisible()) {
    await card.getByTestId('attack').click();
  }
  await expect(card.getByTestId('send')).toBeVisible({ timeout: 240_000 });
  await expect(card).toContainText('aucune position retrouvée');
  await card.getByLabel('Je confirme l’envoi').check();
  await person.picture(`envoi-${kind}`);
  await card.getByTestId('send').click();
  await expect(person.page.getByTestId('sent').filter({ hasText: kind })).toBeVisible();
}

/** Codes of the rapaces of the demonstration, that TAXREF knows. */
async function codes(): Promise<number[]> {
  return (process.env.DEMANDES_RAPACES ?? '').split(',').map(Number);
}
