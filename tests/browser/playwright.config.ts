import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const LOOK = Boolean(process.env.DEMANDES_BROWSER_LOOK);
/** The longest first, so that both workers end together. */
const LONGEST = ['pages', 'access', 'qualities', 'story', 'dossier', 'registers', 'appearance', 'form'];

function rank(name: string): number {
  return LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length;
}

const names = readdirSync(__dirname)
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => file.replace('.spec.ts', ''))
  .sort((a, b) => rank(a) - rank(b));

/** The pages in Debian's Chromium, each file of tests against a service of its own (`stage.ts`): `tests/scripts/browser.sh` prepares all. */
export default defineConfig<object, { stage: string }>({
  testDir: '.',
  outputDir: process.env.DEMANDES_BROWSER_OUT + '/results',
  // Generous: on a loaded machine the services and the browsers share two cores with whatever else runs.
  timeout: 240_000,
  expect: {
    timeout: 45_000,
    // A font drawn a hair otherwise is no difference; a card that moved is.
    toHaveScreenshot: { maxDiffPixelRatio: 0.002, threshold: 0.2, animations: 'disabled', caret: 'hide' },
  },
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  // A page without its picture is a failure, never a new picture taken in silence.
  updateSnapshots: 'none',
  workers: Math.max(2, Math.min(4, availableParallelism())),
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  projects: names.map((name) => ({ name, testMatch: `${name}.spec.ts`, use: { stage: name } })),
  use: {
    testIdAttribute: 'data-qa',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    // A trace costs a third of the time.
    trace: LOOK ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      // The browser's own words (fields of dates) are those of the people who use these pages, whatever the machine speaks.
      env: { ...(process.env as Record<string, string>), LANGUAGE: 'fr' },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Letters are drawn alike on every machine.
        '--font-render-hinting=none',
        '--disable-lcd-text',
      ],
    },
  },
});
