import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataIntegrityError } from '../errors.ts';
import { readVkey, type Vkey } from '../ledger/chain/vkey.ts';

/** Public keys that were in force before the present ones (docs/ledger-log.md, "Other keys"). */
export interface EarlierKeys {
  readonly log: readonly Vkey[];
  readonly installation: readonly Vkey[];
}

const Keys = z.array(
  z.string().transform((text, context) => {
    const key = readVkey(text);
    if (key?.type === 'note') return key;
    context.addIssue('expected the key of a log or an installation');
    return z.NEVER;
  }),
);
const File = z.strictObject({ log: Keys.default([]), installation: Keys.default([]) });

/** @throws DataIntegrityError for a file that is there and is not of this form. */
export async function readEarlierKeys(dataDir: string): Promise<EarlierKeys> {
  let text: string;
  try {
    text = await readFile(join(dataDir, 'keys', 'ledger-earlier.json'), 'utf8');
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
