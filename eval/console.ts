import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { loadConfig } from '../src/config.ts';
import { CONSOLE_PAGES } from '../src/console/console-pages.ts';
import { type ConsoleWorld, openConsole, settled, signInAs } from '../tests/support/console/console-world.ts';
import { graveFindings } from '../tests/support/console/grave-findings.ts';
import { findChromium } from '../tests/support/find-chromium.ts';
import { fillLedger } from './console/fill-ledger.ts';
import type { EvalTable } from './eval-table.ts';
import { MissingSample } from './missing-sample.ts';

const SEED = 101;
const SCHEMES = ['light', 'dark'] as const;
/** Milliseconds within which a page shows what it is for. */
const SOON = 1_500;

interface PageMeasured {
  readonly path: string;
  /** Milliseconds from the address to what it shows, the browser holding nothing of it yet. */
  readonly first: number;
  /** The same from a click in the navigation. */
  readonly again: number;
  readonly complaints: readonly string[];
  readonly grave: readonly string[];
}

/**
 * The console over the last month of a made-up hospital: how soon each page shows what it is for, and what the browser
 * and axe-core have against it. `PHIELD_SHOTS` names a folder for pictures.
 */
export async function run(): Promise<readonly EvalTable[]> {
  const chromium = findChromium();
  if (chromium === null) throw new MissingSample('there is no Chromium on this machine');
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-console-'));
  const env = { PHIELD_SIGNALS_SECONDS: '1' };
  try {
    const filled = await fillLedger(loadConfig({ PHIELD_DATA_DIR: dataDir, ...env }), SEED);
    const world = await openConsole(chromium, { dataDir, env });
    try {
      const ready = await untilIndexed(world, filled.records);
      const measured: PageMeasured[] = [];
      for (const { path, title } of CONSOLE_PAGES) measured.push(await measurePage(world, path, title));
      return [pageTable(measured, filled.events, ready)];
    } finally {
      await world.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** @returns seconds from the start of the gateway until everything is in its index. */
async function untilIndexed({ gateway }: ConsoleWorld, records: number): Promise<number> {
  const begun = performance.now();
  const token = await gateway.persona('auditor');
  for (;;) {
    const { text } = await gateway.ask(token, '{ ledger { size } }');
    const size = Number(/"size":(\d+)/.exec(text)?.[1] ?? 0);
    if (size >= records) return (performance.now() - begun) / 1_000;
    await delay(500);
  }
}

async function measurePage(world: ConsoleWorld, path: string, title: string): Promise<PageMeasured> {
  const complaints: string[] = [];
  const grave: string[] = [];
  let [first, again] = [0, 0];
  for (const colorScheme of SCHEMES) {
    const opened = await world.open(path, { colorScheme });
    const { page } = opened;
    const begun = performance.now();
    await signInAs(page, 'Privacy officer');
    await settled(page);
    first = Math.max(first, performance.now() - begun);
    again = Math.max(again, await byNavigation(page, path, title));
    await picture(page, path, colorScheme);
    grave.push(...(await graveFindings(page)));
    complaints.push(...opened.complaints);
    await page.close();
  }
  return { path, first, again, complaints, grave };
}

async function byNavigation(page: Page, path: string, title: string): Promise<number> {
  const other = CONSOLE_PAGES.find((one) => one.path !== path)?.title ?? '';
  const navigation = page.getByRole('navigation', { name: 'Pages' });
  await navigation.getByRole('link', { name: other }).click();
  await settled(page);
  const begun = performance.now();
  await navigation.getByRole('link', { name: title }).click();
  await settled(page);
  return performance.now() - begun;
}

async function picture(page: Page, path: string, scheme: string): Promise<void> {
  const folder = process.env.PHIELD_SHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${path}-${scheme}.png`), fullPage: true });
}

function pageTable(measured: readonly PageMeasured[], events: number, ready: number): EvalTable {
  return {
    title: `Console: each page over ${(events / 1e6).toFixed(1)} million events`,
    columns: ['page', 'ms, first', 'ms, again', `within ${SOON}`, 'complaints', 'grave'],
    rows: measured.map(({ path, first, again, complaints, grave }) => [
      path,
      Math.round(first),
      Math.round(again),
      Math.max(first, again) < SOON ? 'yes' : 'NO',
      complaints.length,
      grave.length,
    ]),
    notes: [
      'First: from the choice of a person on the sign-in page until the page shows everything that it asks for by itself, signing in included. Again: from a click in the navigation. The slower of light and dark.',
      'Complaints: console errors and warnings, exceptions, violations of the content policy. Grave: what axe-core calls serious or critical.',
      `Everything was in the gateway’s index ${ready.toFixed(0)} s after its start.`,
      ...measured.flatMap(({ path, complaints, grave }) =>
        [...complaints, ...grave].map((text) => `${path}: ${text}`),
      ),
    ],
  };
}
