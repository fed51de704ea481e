import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { LedgerIndex } from '../ledger/index/ledger-index.ts';
import type { LogSource } from '../ledger/index/log-source.ts';
import { indexPath } from '../ledger/index/open-tenant-ledgers.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { TILE_WIDTH, tilePath } from '../ledger/log/tile-path.ts';
import { readIfThere } from '../read-if-there.ts';
import { openLogPlace } from './open-log-place.ts';

/** How long a log may be about to have its first checkpoint: its tiles are there before it. */
const FIRST_CHECKPOINT_MS = 2000;
const LOOK_MS = 50;

/**
 * How the log stands. `none`: there never was one. `gone`: there was, and it has no checkpoint any more.
 * @throws what the places throw: what cannot be known is no "no".
 */
export async function logStanding(
  config: Config,
  log: Pick<LogSource, 'checkpoint'>,
): Promise<'here' | 'none' | 'gone'> {
  const isHere = async () => (await log.checkpoint()) !== null;
  if (await isHere()) return 'here';
  if (!(await hadLog(config))) return 'none';
  for (const until = performance.now() + FIRST_CHECKPOINT_MS; ; await delay(LOOK_MS)) {
    if (await isHere()) return 'here';
    if (performance.now() >= until) return 'gone';
  }
}

/**
 * Whether something here shows that there was a log: its tiles, what a sequencer keeps beside it, or an index of it. What
 * only segments show is told by who reads them.
 */
async function hadLog(config: Config): Promise<boolean> {
  const state = join(config.dataDir, 'ledger-state');
  return (
    (await hasTiles(config)) ||
    (await namesIn(join(state, 'log'))).some((name) => name.startsWith('checkpoint-')) ||
    (await remembersEntries(join(state, 'sequencer.json'))) ||
    (await hasIndexed(indexPath(config.dataDir)))
  );
}

async function hasTiles(config: Config): Promise<boolean> {
  const { bucket } = config.ledger;
  if (bucket === null)
    return (await namesIn(join(ledgerDirectory(config.dataDir), 'log', 'tile'))).length > 0;
  const place = openLogPlace(config);
  try {
    return (await place.log.get(tilePath({ level: 0, index: 0, width: TILE_WIDTH }))) !== null;
  } finally {
    place.close();
  }
}

const Remembered = z.object({ size: z.number().positive() });

async function remembersEntries(file: string): Promise<boolean> {
  const text = String((await readIfThere(file)) ?? 'null');
  try {
    return Remembered.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Nothing is made there. */
async function hasIndexed(path: string): Promise<boolean> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  const index = new LedgerIndex(path, () => undefined);
  try {
    return index.state().size > 0;
  } finally {
    index.close();
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
