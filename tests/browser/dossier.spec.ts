import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { api, API, complete, enter, findings, overflow, posted, settled, test } from './people';

/** What people of the house do with a dossier that is under way: its letters, the check before a sending, the permission in GeoNature. */

async function lots(id: string): Promise<any[]> {
  return (await (await api('dreal')).get(`${API}/demandes/${id}/lots`)).json();
}

/** Waits until the worker has extracted, checked and attacked every lot that is decided. */
async function verified(id: string): Promise<any[]> {
  await expect(async () => {
    const states = (await lots(id)).map((lot) => lot.state);
    expect(states.some((state) => ['decide', 'extrait'].includes(state)), states.join()).toBeFalsy();
  }).toPass({ timeout: 200_000, intervals: [1000] });
  return lots(id);
}

test('the letters of a demande are read and downloaded', async ({ browser }) => {
  const id = await complete({ study: 'Lettres', codes: ['9A001'] });
  const association = await enter(browser, 'association');
  const { page } = association;
  await association.open(`demandes/${id}`);
  const letters = page.getByTestId('lettres');
  await expect(letters.getByRole('listitem').first()).toContainText(/n° \d{4}-L-\d{4}/);
  await association.picture('demande-lettres');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    letters.getByRole('button', { name: /Ouvrir le PDF/ }).first().click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lettre-\d{4}-L-\d{4}\.pdf$/);
  expect(readFileSync((await download.path())!, 'latin1').startsWith('%PDF-')).toBeTruthy();
  await association.close();

  // Who does not see the demande does not see its letters.
  const other = await api('collectivite');
  expect((await other.get(`${API}/demandes/${id}/lettres`)).status()).toBe(404);
});

test('before a sending, every check is told, and the pôles that were not told are', async ({ browser }) => {
  test.setTimeout(400_000);
  const study = `Contrôle ${Date.now()}`;
  const id = await complete({ study, codes: ['9A002'] });
  const lot = (await verified(id)).find((one) => one.kind === 'F1');
  const account = await responsible(lot.id_responsable);
  const person = await enter(browser, account);
  const { page } = person;
  await person.open('envois');
  const card = page.locator('section[data-lot="F1"]').filter({ hasText: study });
  const checks = card.getByTestId('controle');
  for (const point of ['etat', 'contenu', 'archive', 'adversaire', 'garde', 'poles']) {
    await expect(checks.locator(`[data-point="${point}"]`)).toContainText('(passé)');
  }
  await expect(checks).toContainText('aucune position retrouvée');
  await expect(card.getByTestId('send')).toBeVisible();

  // Somebody new speaks for a pôle that has to be told: the lot does not leave before he is.
  const told = (await (await (await api(account)).get(`${API}/lots/${lot.id_lot}/controle`)).json()).poles;
  expect(told.length, 'a pôle concerned').toBeGreaterThan(0);
  await joins(told[0].id_pole);
  await page.reload();
  await expect(checks.locator('[data-point="poles"]')).toContainText('(à régler)');
  await expect(checks.locator('[data-point="poles"]')).toContainText('Pôles à informer avant l\'envoi');
  await expect(card.getByTestId('send')).toHaveCount(0);
  await person.picture('envoi-poles-a-informer');
  await card.getByTestId('inform').click();
  await expect(checks.locator('[data-point="poles"]')).toContainText('(passé)');
  await expect(card.getByTestId('inform')).toHaveCount(0);
  await card.getByLabel('Je confirme l’envoi').check();
  await card.getByTestId('send').click();
  await expect(page.getByTestId('sent').filter({ hasText: 'F1' }).first()).toBeVisible();
  await person.close();
});

test('a personal link opens the archive, for its demandeur alone', async ({ browser }) => {
  const id = await complete({ study: 'Lien personnel', codes: ['9A001'] });
  const [lot] = await verified(id);
  const { jeton } = await posted(await responsible(lot.id_responsable), `/lots/${lot.id_lot}/livraison`, {});
  for (const width of [1280, 360]) {
    const association = await enter(browser, 'association', width);
    const { page } = association;
    const fetched = page.waitForEvent('download');
    await association.open(`livraisons/${jeton}`);
    expect(readFileSync((await (await fetched).path())!, 'latin1').startsWith('PK')).toBeTruthy();
    await expect(page.getByRole('status')).toContainText(/demande-.*-F1\.zip/);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    await association.picture(`livraison-${width}`);
    await association.close();
  }
  const other = await enter(browser, 'collectivite');
  await other.open(`livraisons/${jeton}`);
  await expect(other.page.getByRole('alert')).toBeVisible();
  await expect(other.page.getByRole('status')).toHaveCount(0);
  expect(await findings(other.page)).toEqual([]);
  await other.close();
});

/** The account that has this role. */
async function responsible(idRole: number): Promise<string> {
  for (const account of ['cen', 'cbn', 'dreal']) {
    const me = await (await (await api(account)).get(`${API}/me`)).json();
    if (me.id_role === idRole) {
      return account;
    }
  }
  throw new Error(`nobody has the role ${idRole}`);
}

/** The collectivité begins to speak for a pôle. */
async function joins(idPole: number): Promise<void> {
  const dreal = await api('dreal');
  const somebody = await (await (await api('collectivite')).get(`${API}/me`)).json();
  const poles = await (await dreal.get(`${API}/poles`)).json();
  const pole = poles.find((one: any) => one.id_pole === idPole);
  const added = await dreal.post(`${API}/poles/${idPole}/animateurs`, {
    data: { id_role: somebody.id_role, role: 'suppleant', departements: null, starts_on: '2020-01-01' },
    headers: { 'If-Match': `"${pole.version}"` },
  });
  expect(added.ok(), await added.text()).toBeTruthy();
}

test('a permission in GeoNature is seen before it is granted, granted, withdrawn', async ({ browser }) => {
  test.setTimeout(400_000);
  const dreal = await api('dreal');
  const [vautour] = (await (await dreal.get(`${API}/taxons?q=Aegypius monachus`)).json()).items;
  const study = `Permission ${Date.now()}`;
  const id = await complete({ study, codes: ['9A001', '9A006', '9A009'], taxa: [vautour.cd_nom], precise: true });

  // Not a word of it as long as the settings do not allow it.
  const person = await enter(browser, 'dreal');
  const { page } = person;
  await person.open(`demandes/${id}`);
  await settled(page);
  await expect(page.getByTestId('permission')).toHaveCount(0);
  await allow(true);

  // Nothing sensitive was delivered yet: it is shown, and why it may not be.
  await page.reload();
  const permission = page.getByTestId('permission');
  await expect(permission.getByTestId('why-not')).toContainText('Aucun lot précis de données sensibles');
  await expect(permission).toContainText('Communes ouvertes (3)');
  await expect(permission).toContainText('1 taxon, avec ses descendants');
  await expect(permission.getByTestId('grant')).toHaveCount(0);
  await person.picture('permission-refusee');

  await deliver(id);
  await page.reload();
  await permission.getByTestId('grant').click();
  await expect(permission.getByTestId('granted')).toContainText('Accordée depuis le');
  await expect(permission.getByTestId('grant')).toHaveCount(0);
  await person.picture('permission-accordee');
  const withdraw = permission.getByTestId('withdraw');
  await expect(withdraw.getByRole('button', { name: 'Retirer la permission' })).toBeDisabled();
  await withdraw.getByLabel('Motif du retrait').fill('Convention dénoncée');
  await withdraw.getByRole('button', { name: 'Retirer la permission' }).click();
  await expect(permission.getByTestId('granted')).toContainText('retirée par la coordination');
  await page.reload();
  await expect(page.getByTestId('journal')).toContainText('Permission accordée dans GeoNature');
  await expect(page.getByTestId('journal')).toContainText('Convention dénoncée');
  await allow(false);
  await person.close();

  // It is the coordination's alone.
  const cen = await enter(browser, 'cen');
  await cen.open(`demandes/${id}`);
  await settled(cen.page);
  await expect(cen.page.getByTestId('permission')).toHaveCount(0);
  await cen.close();
});

/** Switches the permissions on or off in the settings. */
async function allow(on: boolean): Promise<void> {
  const dreal = await api('dreal');
  const read = await dreal.get(`${API}/reglages`);
  const changed = await dreal.patch(`${API}/reglages`, {
    data: { values: { geonature_permission: on }, comment: 'Essai' },
    headers: { 'If-Match': read.headers()['etag'] },
  });
  expect(changed.ok(), await changed.text()).toBeTruthy();
}

/** Decides the lots of the rapaces and sends every lot, each by its responsible. */
async function deliver(id: string): Promise<void> {
  for (const lot of await lots(id)) {
    if (lot.state === 'avis_demande') {
      await posted('oiseaux', `/lots/${lot.id_lot}/avis`, { id_pole: lot.poles[0].id_pole, kind: 'favorable' });
    }
    if (['avis_demande', 'prevu'].includes(lot.state)) {
      await posted('dreal', `/lots/${lot.id_lot}/decision`, { kind: 'accept' });
    }
  }
  for (const lot of await verified(id)) {
    const caller = await api(await responsible(lot.id_responsable));
    // What has just left to the same person has the archive attacked again first.
    await expect(async () => {
      const sent = await caller.post(`${API}/lots/${lot.id_lot}/livraison`, { data: {} });
      expect(sent.ok(), await sent.text()).toBeTruthy();
    }).toPass({ timeout: 120_000, intervals: [1000] });
  }
}
