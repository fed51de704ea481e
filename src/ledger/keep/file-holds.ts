import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Hold, type HoldStore } from './hold.ts';

/** The file of holds is there and cannot be read: what is held is unknown. */
export class HoldsUnreadableError extends Error {}

const Holds = z.strictObject({ version: z.literal(1), holds: z.array(Hold) });

export function holdsFile(dataDir: string): string {
  return join(dataDir, 'holds.json');
}

/**
 * Holds in one file of the data directory, mode 0600, each time written anew and put in its place whole. For one
 * machine: two commands at the same moment may lose one of two changes, so each reads back what it wrote.
 */
export function openFileHolds(dataDir: string): HoldStore {
  const path = holdsFile(dataDir);
  const list = () => readHolds(path);
  return Object.freeze({
    list,
    async put(hold: Hold) {
      await writeHolds(path, [...(await list()).filter(({ id }) => id !== hold.id), Hold.parse(hold)]);
      if (!(await list()).some(({ id }) => id === hold.id)) throw new HoldsUnreadableError('a hold was lost');
    },
    async remove(id: string) {
      const holds = await list();
      if (!holds.some((hold) => hold.id === id)) return false;
      await writeHolds(
        path,
        holds.filter((hold) => hold.id !== id),
      );
      return true;
    },
  });
}

async function readHolds(path: string): Promise<readonly Hold[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new HoldsUnreadableError('the file of holds cannot be read');
  }
  try {
    return Holds.parse(JSON.parse(text)).holds;
  } catch {
    throw new HoldsUnreadableError('the file of holds is not one');
  }
}

async function writeHolds(path: string, holds: readonly Hold[]): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `.holds-${randomBytes(8).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ version: 1, holds })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
