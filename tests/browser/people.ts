import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIRequestContext, APIResponse, Browser, expect, Locator, Page, request } from '@playwright/test';
import { API, APP, TOKENS } from './stage';

export { API, APP, test } from './stage';

const OUT = process.env.DEMANDES_BROWSER_OUT ?? '.';
/** Whether somebody will look at the pictures. */
const LOOK = Boolean(process.env.DEMANDES_BROWSER_LOOK);

export function token(account: string): string {
  const found = TOKENS.get(account);
  if (!found) {
    throw new Error(`no account ${account}`);
  }
  return found;
}

/** A page where somebody is logged in. What the browser refuses to load or to run fails the test that asks. */
export class Person {
  readonly errors: string[] = [];
  constructor(readonly account: string, readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d|ERR_FAILED|net::/.test(message.text())) {
        this.errors.push(message.text());
      }
    });
  }

  async open(path = ''): Promise<void> {
    await this.page.goto(`#/${path}`);
    await this.page.locator('.dem').first().waitFor();
  }

  /** A picture to be looked at, when somebody will. */
  async picture(name: string): Promise<void> {
    if (LOOK) {
      await this.page.screenshot({ path: join(OUT, 'pictures', `${name}.png`), fullPage: true });
    }
  }

  async close(): Promise<void> {
    expect(this.errors, `errors in the pages of ${this.account}`).toEqual([]);
    await this.page.context().close();
  }
}

export async function enter(browser: Browser, account: string, width = 1280): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 800 },
    baseURL: APP,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    acceptDownloads: true,
  });
  await context.addInitScript((value) => {
    // Only at the first page: a test that ends the session must find it ended.
    if (!sessionStorage.getItem('entered')) {
      sessionStorage.setItem('entered', 'yes');
      localStorage.setItem('gn_id_token', value);
    }
  }, token(account));
  return new Person(account, await context.newPage());
}

/** The API itself, as somebody: to bring a dossier where a test begins. */
export async function api(account: string): Promise<APIRequestContext> {
  return request.newContext({ extraHTTPHeaders: { Authorization: `Bearer ${token(account)}` } });
}

/** Serious findings of axe on the page as it is. */
export async function findings(page: Page): Promise<string[]> {
  // The pages' own policy lets no other script in: the debugger runs it.
  await page.evaluate(axeSource());
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (root: Document, options: unknown) => Promise<any> } };
    const result = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    });
    return result.violations as { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
  });
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(' | ')}`);
}

/** What axe does not look for, and who does not see the page needs: the window named by its page, headings in order, tables named. */
export async function unnamed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    if (!/\S · Demandes d'accès$/.test(document.title)) {
      faults.push(`the window is called « ${document.title} »`);
    }
    if (!document.documentElement.lang) {
      faults.push('no language');
    }
    let level = 0;
    document.querySelectorAll('h1, h2, h3, h4, h5, h6').forEach((heading) => {
      const now = Number(heading.tagName[1]);
      if (now > level + 1) {
        faults.push(`${heading.tagName} « ${heading.textContent!.trim()} » after H${level}`);
      }
      level = now;
    });
    document.querySelectorAll('table').forEach((table) => {
      if (!table.caption && !table.getAttribute('aria-label')) {
        faults.push('a table without name');
      }
      if (table.querySelector('th:not([scope])')) {
        faults.push('a head of a table without scope');
      }
    });
    return faults;
  });
}

let source = '';
function axeSource(): string {
  source ||= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** Nothing is cut off: the page is no wider than the screen. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Waits until something has stopped moving: a map that goes to its place. */
export async function still(locator: Locator): Promise<void> {
  let before = '';
  await expect(async () => {
    const now = JSON.stringify(await locator.boundingBox());
    const same = now === before && now !== 'null';
    before = now;
    expect(same).toBeTruthy();
  }).toPass({ intervals: [150], timeout: 45_000 });
}

/** Clicks somewhere on the map. leaflet-draw takes no click for 50 ms after one: the browser's own clock tells when it does again. */
export async function clickMap(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
  await page.evaluate(() => new Promise((ready) => setTimeout(ready, 60)));
}

/** Nothing is being read any more, whatever the machine is doing. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
}

/**
 * Replaces what moves from one day to the next (dates, what is left of a delay, numbers of demandes) by words of the same length, so that a
 * picture of the page may be compared.
 */
export async function freeze(page: Page): Promise<void> {
  await page.evaluate(() => {
    const months = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre';
    const swaps: [RegExp, string][] = [
      [new RegExp(`\\d{1,2}(er)? (${months}) \\d{4} à \\d{2}:\\d{2}`, 'g'), '1er janvier 2030 à 12:00'],
      [new RegExp(`\\d{1,2}(er)? (${months}) \\d{4}`, 'g'), '1er janvier 2030'],
      [/\b\d{4}-(L-)?\d{4,6}\b/g, '2030-$10000'],
      // Whoever the sharing of work has drawn.
      [/Rose Meynadier|Louis Atger/g, 'Une Responsable'],
      [/encore \d+ jours|plus qu’un jour|en retard d[’e] ?\w+ jours?|dernier jour aujourd’hui/g, 'encore 3 jours'],
    ];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      const frozen = swaps.reduce((now, [pattern, word]) => now.replace(pattern, word), text);
      if (frozen !== text) {
        node.nodeValue = frozen;
      }
    }
    document.querySelectorAll<HTMLInputElement>('input[type=date]').forEach((input) => {
      if (input.value) {
        input.value = '2030-01-01';
      }
    });
  });
}

/** A commune of the demonstration, with its limits, around a place. */
export async function communesAround(account: string, lng: number, lat: number): Promise<any[]> {
  const answer = await (await api(account)).get(`${API}/zones/communes?lng=${lng}&lat=${lat}`);
  return (await answer.json()).features;
}

/** What a demande of the tests asks for. */
export interface Asked {
  study: string;
  /** Codes of communes, or of departments with `area_type`. */
  codes: string[];
  area_type?: 'COM' | 'DEP';
  taxa?: number[];
  precise?: boolean;
}

async function answered(answer: APIResponse): Promise<any> {
  expect(answer.ok(), `${answer.url()}: ${await answer.text()}`).toBeTruthy();
  return answer.json();
}

/** What the API answers to a POST, which it accepts. */
export async function posted(account: string, path: string, data: object): Promise<any> {
  return answered(await (await api(account)).post(`${API}${path}`, { data }));
}

/** A brouillon of the association, with its perimeter. */
export async function drafted(asked: Asked): Promise<any> {
  const made = await posted('association', '/demandes', {
    objet: 'gestion_espace',
    objet_detail: asked.study,
    maitre_ouvrage: 'Syndicat mixte du Haut Tarnon',
    intended_use: 'Diagnostic écologique du plan de gestion',
    use_months: 12,
    other_holders: '',
    wants_precise_sensitive: asked.precise ?? false,
    ...(asked.taxa && { cd_noms: asked.taxa }),
  });
  const put = await (await api('association')).put(`${API}/demandes/${made.id_demande}/perimetre`, {
    data: { kind: 'areas', area_type: asked.area_type ?? 'COM', codes: asked.codes },
    headers: { 'If-Match': '*' },
  });
  expect(put.ok(), await put.text()).toBeTruthy();
  return made;
}

/** A demande of the association, deposited. */
export async function deposited(asked: Asked): Promise<any> {
  const { id_demande } = await drafted(asked);
  return posted('association', `/demandes/${id_demande}/depot`, { engagement_version: 1 });
}

/** A demande of the association, found complete: its identifier. */
export async function complete(asked: Asked): Promise<string> {
  const { id_demande } = await deposited(asked);
  await posted('cen', `/demandes/${id_demande}/completude`, { complete: true });
  return id_demande;
}

/** A demande in its tour de table, over a whole department, and its lot of the rapaces. */
export async function tourDeTable(): Promise<{ demande: string; lot: string }> {
  const demande = await complete({ study: 'Plan de gestion des Hautes Combes', area_type: 'DEP', codes: ['9B'], precise: true });
  const lots = await answered(await (await api('association')).get(`${API}/demandes/${demande}/lots`));
  return { demande, lot: lots.find((one: any) => one.groupe === 'RAPACES').id_lot };
}
