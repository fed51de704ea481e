import { access } from 'node:fs/promises';
import { openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import type { Config } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { type Trust, type TrustFile, trustKeys } from '../ledger/verify/trust.ts';
import { type Verification, type VerifyOptions, verifyLedger } from '../ledger/verify/verify-ledger.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';
import { tableItems } from '../ledger-places/table-items.ts';

export interface VerifiedLedger {
  readonly verification: Omit<Verification, 'took'>;
  /** The installation's keys, with the very checkpoint that was verified, if its log signed it. */
  readonly trust: TrustFile;
}

/**
 * The whole ledger of this installation as `phield ledger verify` has it, beside a running gateway or without one.
 * @param pinned keys of whoever asks; `null`: the installation's word.
 */
export async function verifyForEvidence(
  config: Config,
  pinned: Trust | null,
  onProgress: VerifyOptions['onProgress'],
): Promise<VerifiedLedger> {
  const own = await ownTrust(config);
  const reader = openVerifiedLog(config, undefined);
  // It moves on while it is read: what is kept must be what was looked at.
  let checkpoint: Uint8Array | null = null;
  const get = async (path: string) => {
    const bytes = await reader.get(path);
    if (path === 'checkpoint') checkpoint ??= bytes;
    return bytes;
  };
  const directory = ledgerDirectory(config.dataDir);
  const { require, heartbeatSeconds } = config.ledger;
  const store = require === 'file' ? null : await openLedgerStore(config);
  try {
    const { took: _took, ...verification } = await verifyLedger({
      trust: pinned ?? trustKeys(own),
      pinned: pinned !== null,
      log: { ...reader, get },
      segments: (await isThere(directory)) ? directory : null,
      allSegments: require === 'file',
      table: store === null ? null : tableItems(store.source),
      allTable: require === 'dynamodb',
      heartbeat: heartbeatSeconds,
      clock: () => performance.now(),
      onProgress,
    });
    return { verification, trust: { ...own, checkpoint: signedText(checkpoint, own) } };
  } finally {
    await store?.close();
  }
}

/** A checkpoint that its own log did not sign is worth nothing to anybody. */
function signedText(bytes: Uint8Array | null, own: TrustFile): string | null {
  if (bytes === null || own.log.length === 0) return null;
  const { problems } = readCheckpoint(bytes, trustKeys({ ...own, quorum: 0 }));
  return problems.length === 0 ? Buffer.from(bytes).toString('utf8') : null;
}

function isThere(directory: string): Promise<boolean> {
  return access(directory).then(
    () => true,
    () => false,
  );
}
