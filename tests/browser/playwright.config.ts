import { defineConfig } from '@playwright/test';

/** The pages in Debian's Chromium, against a running service: `tests/scripts/browser.sh` starts it and gives the addresses. */
export default defineConfig({
  testDir: '.',
  outputDir: process.env.DEMANDES_BROWSER_OUT + '/results',
  // Generous: on a loaded machine the service and the browser share two cores with whatever else runs.
  timeout: 240_000,
  expect: {
    timeout: 45_000,
    // A font drawn a hair otherwise is no difference; a card that moved is.
    toHaveScreenshot: { maxDiffPixelRatio: 0.02, threshold: 0.25, animations: 'disabled', caret: 'hide' },
  },
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  // A page without its picture is a failure, never a new picture taken in silence.
  updateSnapshots: 'none',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: process.env.DEMANDES_APP_URL,
    testIdAttribute: 'data-qa',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
