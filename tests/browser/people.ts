import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIRequestContext, Browser, expect, Page, request } from '@playwright/test';

const OUT = process.env.DEMANDES_BROWSER_OUT ?? '.';
export const APP = process.env.DEMANDES_APP_URL ?? '';
export const API = APP.replace(/\/app\/$/, '');

/** Token of each account of the demonstration. */
const TOKENS = new Map(
  readFileSync(process.env.DEMANDES_TOKENS ?? '', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
);

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

  /** A picture to be looked at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(OUT, 'pictures', `${name}.png`), fullPage: true });
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

let source = '';
function axeSource(): string {
  source ||= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** Nothing is cut off: the page is no wider than the screen. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
