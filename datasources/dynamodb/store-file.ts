import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const StoreFile = z
  .object({
    pid: z.number().int().positive(),
    /** Where the store listens, on 127.0.0.1. */
    port: z.number().int().min(1).max(65_535),
    /** Where its clients hold their line. */
    line: z.number().int().min(1).max(65_535),
    /** What the line says first, so that a port used by somebody else since is not mistaken for the store. */
    greeting: z.string().min(16).max(128),
  })
  .readonly();
/** `<dataDir>/store.json`: the running store of a data folder. May be left behind by a store that was killed. */
export type StoreFile = z.infer<typeof StoreFile>;

const fileOf = (dataDir: string) => join(dataDir, 'store.json');

/** @returns `null` when there is none or it cannot be read. */
export async function readStoreFile(dataDir: string): Promise<StoreFile | null> {
  try {
    return StoreFile.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces the file whole; only the process that holds the store's lock may call it. */
export async function writeStoreFile(dataDir: string, content: StoreFile): Promise<void> {
  const draft = join(dataDir, `.store-${randomBytes(6).toString('hex')}.json`);
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(dataDir));
}

/** Takes the file away if it still names this process. */
export async function removeStoreFile(dataDir: string, pid: number): Promise<void> {
  if ((await readStoreFile(dataDir))?.pid === pid) await rm(fileOf(dataDir), { force: true });
}
