import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { readTrust, type Trust } from '../../../src/ledger/verify/trust.ts';
import {
  type Verification,
  type VerifyOptions,
  verifyLedger,
} from '../../../src/ledger/verify/verify-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, memoryKey, TEST_ORIGIN } from '../support/seal-batches.ts';
import { type LogKeys, readObjects, vkey, writeLog } from './reference-log.ts';

/** One installation, its log's keys, and an auditor who was given the public ones. */
export function oneLedger() {
  const clock = { now: Date.parse('2026-11-21T10:00:00.000Z') };
  const installation = createInstallation(TEST_ORIGIN, () => clock.now);
  const keys: LogKeys = {
    log: memoryKey(TEST_ORIGIN),
    witnesses: [memoryKey('w.test/1'), memoryKey('w.test/2')],
  };
  const own = {
    origin: TEST_ORIGIN,
    log: [vkey(keys.log, 1)],
    installation: [vkey(installation.key, 1)] as (string | { key: string; until: number })[],
    witnesses: keys.witnesses.map((key) => vkey(key, 4)),
    quorum: 1,
    checkpoint: null as string | null,
  };
  const trust = (change: Partial<typeof own> = {}): Trust => readTrust({ ...own, ...change });
  const verify = (change: Partial<VerifyOptions>): Promise<Verification> =>
    verifyLedger({
      trust: trust(),
      pinned: true,
      log: null,
      segments: null,
      allSegments: true,
      table: null,
      heartbeat: 5,
      clock: () => 0,
      onProgress: () => undefined,
      ...change,
    });
  return {
    clock,
    installation,
    keys,
    own,
    trust,
    verify,
    records: (...ids: readonly string[]) =>
      ids.map((id) => encodeRecord(sampleRecord({ id, time: new Date(clock.now).toISOString() }))),
    logOf: async (batches: readonly SealedBatch[], by = keys) => readObjects(await writeLog(batches, by)),
    /** What an auditor finds in a log of these batches, whose checkpoint all keys have signed. */
    async codes(batches: readonly SealedBatch[], change: Partial<VerifyOptions> = {}) {
      const log = readObjects(await writeLog(batches, keys));
      return (await verify({ log, ...change })).findings.map(({ code }) => code);
    },
  };
}
