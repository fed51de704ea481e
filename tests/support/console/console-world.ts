import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { eventually } from '../copy-demo.ts';
import { type RunOptions, runGateway, type TestGateway } from '../running-gateway.ts';
import { watchPage } from '../watch-page.ts';

export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** A gateway that serves the console as it stands here, and a browser to look at it. */
export interface ConsoleWorld {
  readonly gateway: TestGateway;
  readonly browser: Browser;
  /** Where the page was built. */
  readonly folder: string;
  /** A page of its own, with nothing of another's; nobody is signed in. */
  open(path: string, options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** The page is built anew, so that what is tested is what stands here. */
export async function openConsole(executablePath: string, options: RunOptions = {}): Promise<ConsoleWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'console-built-'));
  await promisify(execFile)(process.execPath, ['src/console/build-page.js', folder]);
  const gateway = await runGateway({ consoleFolder: folder, ...options });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    gateway,
    browser,
    folder,
    open: async (path, context = {}) => {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...context });
      const { complaints } = await watchPage(page);
      await page.goto(`${gateway.url}/console/${path}`);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Chooses one of the demo's reviewers, as the sign-in page names them, and waits for the frame. */
export async function signInAs(page: Page, who: 'Privacy officer' | 'Auditor'): Promise<void> {
  await page.getByRole('button', { name: who }).first().click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/** Waits until the page that is open has what it shows, and waits for nothing more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main .card, main .empty, main .failure').first().waitFor();
  // One question may lead to the next.
  let quiet = 0;
  await eventually(async () => {
    quiet = (await page.locator('main .loading').count()) === 0 ? quiet + 1 : 0;
    return quiet === 4;
  }, 'the page goes on waiting for something');
}

/** What a browser would keep after the page is closed. Empty: nothing. */
export function keptByBrowser(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    ...(document.cookie === '' ? [] : [document.cookie]),
  ])()`);
}
