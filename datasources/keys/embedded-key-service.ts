import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataIntegrityError, PhieldError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { KeyContext, KeyService, RandomBytes } from './key-service.ts';
import { openValue, sealValue } from './sealed-value.ts';

const MasterFile = z.object({
  version: z.literal(1),
  key: z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'expected 32 bytes in base64'),
});

/**
 * The embedded profile's key service: a master key in `<dataDir>/keys/master.json` (mode 0600), made at
 * first use. Two processes that start at once end with the same key: the file is linked into place whole.
 *
 * @throws DataIntegrityError when the file exists but is not a master key; it is never overwritten, since
 * everything sealed under it would be lost.
 */
export async function openEmbeddedKeyService(dataDir: string, random: RandomBytes): Promise<KeyService> {
  const master = await masterKey(join(dataDir, 'keys'), random);
  const place = (context: KeyContext) => ['master', context.tenant];
  return Object.freeze({
    async generateDataKey(context: KeyContext) {
      const plaintext = random(32);
      return { plaintext, wrapped: sealValue(master, place(context), plaintext, random) };
    },
    async decrypt(wrapped: Uint8Array, context: KeyContext) {
      return openValue(master, place(context), wrapped);
    },
  });
}

async function masterKey(directory: string, random: RandomBytes): Promise<Uint8Array> {
  const file = join(directory, 'master.json');
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return (await readMasterKey(file)) ?? (await createMasterKey(directory, file, random));
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError('the embedded key file cannot be read or made');
  }
}

async function readMasterKey(file: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return Buffer.from(MasterFile.parse(JSON.parse(text)).key, 'base64');
  } catch {
    throw new DataIntegrityError('the embedded key file is not a master key');
  }
}

async function createMasterKey(directory: string, file: string, random: RandomBytes): Promise<Uint8Array> {
  const draft = join(directory, `.master-${Buffer.from(random(8)).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(JSON.stringify({ version: 1, key: Buffer.from(random(32)).toString('base64') }));
    await handle.sync();
    await handle.close();
    await link(draft, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readMasterKey(file);
  if (key === null) throw new UpstreamUnavailableError('the embedded key file vanished');
  return key;
}
