import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { createPrivateFile } from '../identity/create-private-file.ts';
import type { RandomBytes } from './ulid.ts';

/**
 * The key of `createNetworkHash`, 32 bytes in `<dataDir>/keys/ledger-network`, made when there is none yet.
 * Outside the ledger's directory: who reads the ledger must not hold it.
 *
 * @throws ConfigError when the file is there but holds something else.
 */
export async function networkKey(dataDir: string, random: RandomBytes): Promise<Uint8Array> {
  const path = join(dataDir, 'keys', 'ledger-network');
  const text = await createPrivateFile(path, async () => `${Buffer.from(random(32)).toString('hex')}\n`);
  if (!/^[0-9a-f]{64}\n?$/.test(text)) {
    throw new ConfigError(`${path}: expected a key of 64 hex digits; it is never overwritten`);
  }
  return Buffer.from(text.trim(), 'hex');
}
