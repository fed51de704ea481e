import { readFile } from 'node:fs/promises';
import { parseTrust, type Trust, TrustFileError } from '../ledger/verify/trust.ts';

/** The file of `--trust`. @throws TrustFileError */
export async function readTrustFile(path: string): Promise<Trust> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new TrustFileError('the trust file cannot be read');
  });
  return parseTrust(text);
}
