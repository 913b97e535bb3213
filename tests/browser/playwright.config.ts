import { defineConfig } from '@playwright/test';

/** The pages in Debian's Chromium, against a running service: `tests/scripts/browser.sh` starts it and gives the addresses. */
export default defineConfig({
  testDir: '.',
  outputDir: process.env.DEMANDES_BROWSER_OUT + '/results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
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
    actionTimeout: 15_000,
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
