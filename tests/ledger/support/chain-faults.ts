import { createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import type { Installation } from '../../../src/ledger/chain/installation.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';

/** Every batch of every writer in a directory: number, link, root, signature, certificate. @returns what does not hold. */
export async function chainFaults(
  directory: string,
  { origin, key }: Pick<Installation, 'origin' | 'key'>,
): Promise<{ readonly faults: readonly string[]; readonly batches: number }> {
  const source = createFileSource(directory);
  const faults: string[] = [];
  let batches = 0;
  for (const writer of await source.writers()) {
    const check = createChainCheck(writer, origin, [key.publicKey]);
    for await (const batch of source.batches(writer, 1)) {
      const fault = check.accept(batch);
      if (fault !== null) faults.push(`${writer} ${batch.head.seq}: ${fault}`);
      batches += 1;
    }
  }
  return { faults, batches };
}
