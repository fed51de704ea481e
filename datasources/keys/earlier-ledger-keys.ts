import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import { readVkey, type Vkey, writeVkey } from '../../src/ledger/chain/vkey.ts';

/** A key that certified writers. */
export interface EarlierInstallationKey {
  readonly key: Vkey;
  /** It counts for certificates among the log's first so many entries; `null`: for all that stand in the log. */
  readonly until: number | null;
}

/** Public keys that were in force before the present ones (docs/ledger-log.md, "Other keys"). */
export interface EarlierKeys {
  readonly log: readonly Vkey[];
  readonly installation: readonly EarlierInstallationKey[];
}

const Key = z.string().transform((text, context) => {
  const key = readVkey(text);
  if (key?.type === 'note') return key;
  context.addIssue('expected the key of a log or an installation');
  return z.NEVER;
});
const Installation = z.union([
  Key.transform((key): EarlierInstallationKey => ({ key, until: null })),
  z.strictObject({ key: Key, until: z.number().int().nonnegative() }),
]);
const File = z.strictObject({
  log: z.array(Key).default([]),
  installation: z.array(Installation).default([]),
});

/** @throws DataIntegrityError for a file that is there and is not of this form. */
export async function readEarlierKeys(dataDir: string): Promise<EarlierKeys> {
  let text: string;
  try {
    text = await readFile(pathIn(dataDir), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { log: [], installation: [] };
    throw error;
  }
  try {
    return File.parse(JSON.parse(text));
  } catch {
    throw new DataIntegrityError('keys/ledger-earlier.json holds no public keys');
  }
}

/** As the file and a trust file have it. */
export function installationEntry({
  key,
  until,
}: EarlierInstallationKey): string | { readonly key: string; readonly until: number } {
  return until === null ? writeVkey(key) : { key: writeVkey(key), until };
}

/** Durable, and in one step, when it resolves. */
export async function writeEarlierKeys(dataDir: string, { log, installation }: EarlierKeys): Promise<void> {
  const path = pathIn(dataDir);
  const content = { log: log.map(writeVkey), installation: installation.map(installationEntry) };
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(join(dataDir, 'keys'), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'keys', 'ledger-earlier.json');
}
