import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base } from '@playwright/test';

/** Where the pages of this file's own service are, and where its API is. Known once its service runs: read in tests, never while loading. */
export let APP = '';
export let API = '';
/** Token of each account of the demonstration. */
export let TOKENS = new Map<string, string>();

const SCRIPT = join(__dirname, '../scripts/browser.sh');

/** Every file of tests has a demonstration of its own: what one does to the registers is not seen by another. */
export const test = base.extend<object, { stage: string; service: void }>({
  stage: ['', { scope: 'worker', option: true }],
  service: [
    async ({ stage }, use) => {
      const running = spawn(SCRIPT, ['--stage', stage], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ended = new Promise<void>((done) => running.once('close', () => done()));
      const [address, logins] = (await firstLine(running)).split('\t');
      APP = address;
      API = address.replace(/\/app\/$/, '');
      TOKENS = new Map(
        readFileSync(logins, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split('\t') as [string, string])
      );
      await use();
      running.stdin!.end();
      await ended;
    },
    { scope: 'worker', auto: true, timeout: 300_000 },
  ],
});

async function firstLine(running: ChildProcess): Promise<string> {
  for await (const line of createInterface(running.stdout!)) {
    return line;
  }
  throw new Error('the service of these tests did not start: see above');
}
