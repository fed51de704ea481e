import { expect, test } from 'vitest';
import { installationVkey } from '../../../src/ledger/chain/ledger-origin.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { writeVkey } from '../../../src/ledger/chain/vkey.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { planPruning, removeBundles } from '../../../src/ledger/keep/prune-bundles.ts';
import { PRUNED } from '../../../src/ledger/keep/pruned-things.ts';
import { loadRetention } from '../../../src/ledger/keep/retention.ts';
import { surveyLog } from '../../../src/ledger/keep/survey-log.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { writeNote } from '../../../src/ledger/log/note.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { readTrust } from '../../../src/ledger/verify/trust.ts';
import { verifyLedger } from '../../../src/ledger/verify/verify-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, memoryKey, TEST_ORIGIN } from '../support/seal-batches.ts';
import { MemoryLog } from './log-of.ts';
import { sampleHold } from './sample-hold.ts';
import { NOW, START, YEAR } from './seven-years.ts';

const HOLD = sampleHold({ names: ['held'] });

/** Years of two writers, by turns and with batches over the borders of bundles; one patient is held. */
async function grownLog() {
  const time = { now: START };
  const installation = createInstallation(TEST_ORIGIN, () => time.now);
  const logKey = memoryKey(TEST_ORIGIN);
  const log = new MemoryLog();
  const record = (subject: string) =>
    encodeRecord(
      sampleRecord({
        time: new Date(time.now).toISOString(),
        subjects: [
          { subject, groups: [{ shape: 0, resources: [subject], consent: null, breakGlass: null }] },
        ],
      }),
    );
  const chains = [await installation.writer(), await installation.writer()];
  for (const chain of chains) log.append(chain.seal('open', [chain.certificate]));
  const write = (chain: WriterChain, count: number, subject = 'p1') =>
    log.append(
      chain.seal(
        'records',
        Array.from({ length: count }, () => record(subject)),
      ),
    );
  const turns = (count: number) => {
    for (let turn = 0; turn < count; turn += 1) {
      const chain = chains[turn % 2];
      if (chain === undefined) continue;
      write(chain, 1 + ((turn * 37) % 90));
      log.append(chain.seal('heartbeat', []));
    }
  };
  turns(30);
  const [one] = chains;
  if (one === undefined) throw new Error('no writer');
  write(one, 3, 'held');
  turns(30);
  write(one, 700);
  turns(10);
  time.now = NOW - YEAR;
  turns(30);

  const checkpoint = async () => {
    const note = await signCheckpoint({ origin: TEST_ORIGIN, ...log.head }, logKey);
    const bytes = writeNote(note);
    log.objects.set('checkpoint', bytes);
    return bytes.toString('utf8');
  };
  const verify = (pinned: string | null) =>
    verifyLedger({
      trust: readTrust({
        origin: TEST_ORIGIN,
        log: [writeVkey({ ...logKey, type: 'note' })],
        installation: [writeVkey(installationVkey(TEST_ORIGIN, installation.key.publicKey))],
        witnesses: [],
        quorum: 0,
        checkpoint: pinned,
      }),
      pinned: true,
      log: {
        ahead: 2,
        get: (path) => log.get(path),
        list: async function* () {
          yield* log.objects.keys();
        },
      },
      segments: null,
      allSegments: false,
      table: null,
      heartbeat: 5,
      clock: () => performance.now(),
      onProgress: () => undefined,
    });
  const plan = async () => {
    const survey = await surveyLog(log.walk(), { retention: loadRetention({}), holds: [HOLD], now: NOW });
    return planPruning(log, survey, [HOLD], NOW);
  };
  const prune = async () => {
    const { named } = await plan();
    const about = { id: 'r', time: new Date(time.now).toISOString(), actor: 'a', client: 'c', tenant: null };
    const bytes = encodeRecord(namingRecord({ ...about, operation: PRUNED, subject: null }, named));
    log.append(one.seal('records', [bytes]));
    const { ready, held } = await plan();
    await removeBundles(log, ready, async () => true);
    return { removed: ready, held };
  };
  return { log, checkpoint, verify, prune };
}

test('a log of which years are gone verifies, from the keys and a checkpoint of before', async () => {
  const { checkpoint, verify, prune } = await grownLog();
  const before = await checkpoint();
  expect((await verify(null)).findings).toEqual([]);
  const { removed, held } = await prune();
  expect(held).toHaveLength(1);
  expect(removed.length).toBeGreaterThan(5);
  await checkpoint();
  const verification = await verify(before);
  expect(verification.findings).toEqual([]);
  expect(verification.ok).toBe(true);
});

test('a bundle that no record names is missed, and one that is named is not a hole for others', async () => {
  const { log, checkpoint, verify, prune } = await grownLog();
  const { removed } = await prune();
  await checkpoint();
  const kept = [...log.objects.keys()].filter((path) => /^tile\/entries\/\d{3}$/.test(path));
  const last = kept.at(-1) ?? '';
  expect(removed.map((index) => log.bundle(index))).not.toContain(last);
  log.objects.delete(last);
  const { findings } = await verify(null);
  expect(findings.map(({ code, where }) => [code, where])).toContainEqual(['BUNDLE_MISSING', last]);
});

test('what stays behind a hole cannot be changed unseen', async () => {
  const { log, checkpoint, verify, prune } = await grownLog();
  const { held } = await prune();
  await checkpoint();
  const path = log.bundle(held[0] ?? -1);
  const bytes = Buffer.from(log.objects.get(path) ?? new Uint8Array());
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  log.objects.set(path, bytes);
  expect((await verify(null)).ok).toBe(false);
});
