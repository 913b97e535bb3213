import { expect, Page } from '@playwright/test';
import { dress, expectReadable, faults, measured } from './contrast';
import { enter, findings, overflow, Person, settled, test, tourDeTable } from './people';
import { PAGES } from './tour';

/** What RGAA asks at level AA and axe does not look for: contrasts of each state, no movement for who wants none, errors one is led to. */

let demande = '';
let lot = '';

test.beforeAll(async () => ({ demande, lot } = await tourDeTable()));

test('what is acted on is readable, hovered and focused', async ({ browser }) => {
  const pages: typeof PAGES = [...PAGES, ['login', 'agent', () => 'connexion']];
  for (const [name, account, path] of pages) {
    const person = await still(await enter(browser, account), path({ demande, lot }));
    await expectReadable(person.page, name);
    await person.close();
  }
});

test('so are the steps of the form, and the tools of the map', async ({ browser }) => {
  const person = await still(await enter(browser, 'chercheur'), 'nouvelle');
  const { page } = person;
  for (const step of ['objet', 'perimetre', 'contenu', 'usage', 'engagement']) {
    await page.locator(`[data-step="${step}"]`).click();
    await expect(page.locator('[data-step-title]')).toBeFocused();
    await settled(page);
    if (step === 'perimetre') {
      await page.getByRole('link', { name: 'Dessiner un polygone' }).click();
    }
    await expectReadable(page, step);
  }
  await page.locator('[data-step="perimetre"]').click();
  for (const way of ['Déposer un fichier', 'Choisir des communes']) {
    await page.getByLabel(way).check();
    await expectReadable(page, way);
  }
  await person.close();
});

test('a colour that is too pale is seen', async ({ browser }) => {
  const person = await still(await enter(browser, 'association'), '');
  const { page } = person;
  const told = async (css: string) => {
    await dress(page, css);
    return faults(await measured(page)).join('\n');
  };
  expect(await told('')).toBe('');
  expect(await told('.dem .dem-nav a:hover { color: #9aa5ab !important; }')).toMatch(/Mes demandes.*, hover: text/);
  expect(await told('.dem .dem-field input { border-color: #cfd8dc !important; }')).toMatch(/^input.*: edge/m);
  expect(await told('.dem :focus-visible { outline-color: #d1c4e9 !important; }')).toMatch(/, focus: focus 1/);
  await person.close();
});

test('on a narrow screen the bar holds on one line, and its buttons keep their names', async ({ browser }) => {
  for (const width of [360, 320]) {
    const person = await still(await enter(browser, 'association', width), '');
    const { page } = person;
    const out = page.getByRole('button', { name: 'Se déconnecter' });
    const boxes = await Promise.all([page.getByRole('heading', { level: 1 }), page.getByRole('button', { name: 'English' }), out].map((one) => one.boundingBox()));
    const middles = boxes.map((box) => Math.round(box!.y + box!.height / 2));
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThanOrEqual(2);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const { width: wide, height } = boxes[2]!;
    expect(Math.min(wide, height)).toBeGreaterThanOrEqual(24);
    await expectReadable(page, `list, ${width} wide`);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Log out' }).click();
    await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
    await person.close();
  }
});

/** Every position that the middle of the map takes while it goes to its place. */
async function positions(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = () => {
      const box = document.querySelector('.leaflet-overlay-pane path')?.getBoundingClientRect();
      seen.add(box ? `${box.x.toFixed(1)} ${box.y.toFixed(1)} ${box.width.toFixed(1)}` : '');
      requestAnimationFrame(look);
    };
    look();
  });
  await act();
  await page.waitForTimeout(700);
  return page.evaluate(() => (window as unknown as { seen: Set<string> }).seen.size);
}

/** What moves by itself, or would. */
async function movements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = document.getAnimations().map((one) => `${one.constructor.name} ${one.playState}`);
    for (const element of document.querySelectorAll('.dem *')) {
      for (const pseudo of [undefined, '::before', '::after']) {
        const { animationName, transitionDuration, transitionProperty, scrollBehavior } = getComputedStyle(element, pseudo);
        const passes = transitionProperty !== 'none' && transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
        if (animationName !== 'none' || passes || scrollBehavior === 'smooth') {
          found.push(`${element.tagName}.${element.getAttribute('class')} ${animationName} ${transitionProperty}`);
        }
      }
    }
    return found;
  });
}

test('nothing moves for who asks for it: neither pages nor map', async ({ browser }) => {
  for (const motion of ['reduce', 'no-preference'] as const) {
    const person = await enter(browser, 'association');
    const { page } = person;
    await page.emulateMedia({ reducedMotion: motion });
    await person.open(`demandes/${demande}`);
    await settled(page);
    const map = page.getByTestId('map');
    await map.scrollIntoViewIfNeeded();
    await expect(map.locator('path').first()).toBeAttached();
    await page.waitForTimeout(500);
    const zoom = () => page.getByRole('button', { name: 'Zoom' }).first().click();
    const slide = async () => {
      await map.focus();
      await page.keyboard.press('ArrowRight');
    };
    // The parts taken from elsewhere move as they please.
    await dress(page, '@keyframes beat { to { opacity: 0.5 } } .dem .dem-card { transition: opacity 1s } .dem a { animation: beat 1s infinite }');
    if (motion === 'reduce') {
      // Where it was, and where it goes.
      expect([await positions(page, zoom), await positions(page, slide)], 'places of the map').toEqual([2, 2]);
      expect(await movements(page)).toEqual([]);
    } else {
      // What is measured does see movement; a busy browser may skip what lies between, and is asked again.
      for (const move of [zoom, slide]) {
        await expect(async () => expect(await positions(page, move)).toBeGreaterThan(2)).toPass();
      }
      expect(await movements(page)).not.toEqual([]);
    }
    await person.close();
  }
});

test('what is being read stands still, and shows, for who wants no movement', async ({ browser }) => {
  const person = await enter(browser, 'association');
  const { page } = person;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await page.route('**/api-demandes/form', async (route) => {
    await held;
    await route.continue();
  });
  await person.open('nouvelle');
  const bar = page.getByRole('progressbar');
  await expect(bar).toBeVisible();
  expect(await movements(page)).toEqual([]);
  const [whole, part] = [await bar.boundingBox(), await bar.locator('.mdc-linear-progress__primary-bar').boundingBox()];
  expect(part!.x).toBe(whole!.x);
  answer();
  await expect(bar).toHaveCount(0);
  await person.close();
});

test('a dépôt that is refused leads to the list of what is wrong, and from there to each field', async ({ browser }) => {
  const person = await enter(browser, 'association');
  const { page } = person;
  const list = page.getByTestId('missing');
  await person.open('nouvelle');
  await page.getByLabel('Titre et description').fill('Refus');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');
  await page.locator('[data-step="usage"]').click();
  // Nobody is scolded before having asked.
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0);
  for (const format of await page.getByRole('group', { name: 'Formats' }).getByRole('checkbox').all()) {
    await format.uncheck();
  }
  await expect(page.getByText('Choisissez au moins un format.')).toBeVisible();

  // The page itself refuses: nothing is sent.
  let sent = 0;
  page.on('request', (request) => (sent += request.url().endsWith('/depot') ? 1 : 0));
  await page.locator('[data-step="engagement"]').click();
  await page.getByTestId('depose').click();
  await expect(list).toBeFocused();
  await expect(list).toHaveAccessibleName(/La demande n’est pas déposée : \d+ points sont à corriger/);
  await expect(list.getByRole('button', { name: 'Acceptez l’acte d’engagement pour pouvoir déposer.' })).toBeVisible();
  expect(sent).toBe(0);
  await list.getByRole('button', { name: 'Acceptez l’acte' }).click();
  await expect(page.getByLabel('J’ai lu l’acte d’engagement')).toBeFocused();
  await told(page, 'engagement', 'Acceptez l’acte');
  await page.keyboard.press('Space');
  await expect(page.locator('[data-field="engagement"]')).not.toHaveAttribute('aria-invalid', /./);
  await list.getByRole('button', { name: 'Choisissez au moins un format.' }).click();
  await expect(page.locator('[data-field="formats"]').first()).toBeFocused();
  await told(page, 'formats', 'Choisissez au moins un format.');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('saving')).toContainText('Enregistré');

  // The service refuses: each field is told.
  await page.locator('[data-step="engagement"]').click();
  await page.getByTestId('depose').click();
  await expect(list).toBeFocused();
  expect(sent).toBe(1);
  await person.picture('form-depot-refuse');
  expect(await findings(page)).toEqual([]);
  for (const [field, message] of [
    ['maitre_ouvrage', "Indiquez le maître d'ouvrage de l'étude."],
    ['objet', "Choisissez l'objet de la demande."],
    ['perimetre', 'Dessinez, choisissez ou importez un périmètre.'],
    ['intended_use', "Décrivez l'utilisation prévue des données."],
    ['use_months', "Indiquez la durée d'utilisation prévue, en mois."],
  ]) {
    await list.getByRole('button', { name: message }).click();
    const target = page.locator(`[data-field="${field}"]`);
    await expect(field === 'perimetre' ? target.getByRole('radio', { checked: true }) : target).toBeFocused();
    await told(page, field, message);
    expect(await findings(page), field).toEqual([]);
    await page.locator('[data-step="engagement"]').click();
    await expect(page.locator('[data-step-title]')).toBeFocused();
  }
  await page.locator('[data-step="usage"]').click();
  await expectReadable(page, 'a wrong field');

  // What is mended is told no more, there and in the list.
  await page.getByLabel('Durée d’utilisation').fill('700');
  await expect(page.locator('#dem-error-use_months')).toHaveText('Donnez une durée de 1 à 600 mois.');
  await page.getByLabel('Durée d’utilisation').fill('12');
  await expect(page.locator('#dem-error-use_months')).toHaveCount(0);
  await page.locator('[data-step="engagement"]').click();
  await expect(list.getByRole('button', { name: 'en mois' })).toHaveCount(0);
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await person.close();
});

/** A field says that it is wrong, and why to who does not see it. */
async function told(page: Page, field: string, message: string): Promise<void> {
  const target = page.locator(`[data-field="${field}"]`).first();
  await expect(target).toHaveAttribute('aria-invalid', 'true');
  await expect(target).toHaveAccessibleDescription(new RegExp(message.replace(/[.()]/g, '\\$&')));
}

/** A page that has come and moves no more, so that colours are what they will stay. */
async function still(person: Person, path: string): Promise<Person> {
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await person.open(path);
  await settled(person.page);
  return person;
}
