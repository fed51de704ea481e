import { join } from 'node:path';

/** Where the embedded ledger's segments lie; nothing else lies there (design §7, §9). */
export function ledgerDirectory(dataDir: string): string {
  return join(dataDir, 'ledger');
}
