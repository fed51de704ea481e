import type { Installation } from '../../../src/ledger/chain/installation.ts';
import { installationVkey } from '../../../src/ledger/chain/ledger-origin.ts';
import { writeVkey } from '../../../src/ledger/chain/vkey.ts';
import { readTrust } from '../../../src/ledger/verify/trust.ts';
import { type Verification, verifyLedger } from '../../../src/ledger/verify/verify-ledger.ts';
import { memoryKey } from './seal-batches.ts';

/** Has the auditor's verifier look at a folder of segments, as one who was given the installation's key. */
export function verifySegments(
  directory: string,
  { origin, key }: Pick<Installation, 'origin' | 'key'>,
  heartbeat = 5,
): Promise<Verification> {
  const log = writeVkey({ name: origin, type: 'note', publicKey: memoryKey(origin).publicKey });
  const installation = writeVkey(installationVkey(origin, key.publicKey));
  return verifyLedger({
    trust: readTrust({
      origin,
      log: [log],
      installation: [installation],
      witnesses: [],
      quorum: 0,
      checkpoint: null,
    }),
    pinned: true,
    log: null,
    segments: directory,
    allSegments: true,
    table: null,
    heartbeat,
    clock: Date.now,
    onProgress: () => undefined,
  });
}
