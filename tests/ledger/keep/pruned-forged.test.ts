import { expect, test } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { BUNDLES, hashTiles, PRUNED, SEGMENTS, writeRange } from '../../../src/ledger/keep/pruned-things.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { writeNote } from '../../../src/ledger/log/note.ts';
import { type Named, namingRecord } from '../../../src/ledger/naming-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { TEST_ORIGIN } from '../support/seal-batches.ts';
import { oneLedger } from '../verify/one-ledger.ts';
import { readObjects } from '../verify/reference-log.ts';
import { MemoryLog } from './log-of.ts';

const { clock, installation, keys, trust, verify } = oneLedger();
const record = (id: string) => encodeRecord(sampleRecord({ id, time: new Date(clock.now).toISOString() }));
const many = (count: number) => Array.from({ length: count }, (_, at) => record(`r${at}`));
const naming = (...named: readonly Named[]) =>
  encodeRecord(
    namingRecord(
      {
        id: 'pruning',
        time: new Date(clock.now).toISOString(),
        actor: 'a',
        client: 'c',
        operation: PRUNED,
        tenant: null,
        subject: null,
      },
      named,
    ),
  );

/** Bundle 1 is within one batch, which begins in it and ends in bundle 2. */
async function written() {
  const chain = await installation.writer();
  const batches = [
    chain.seal('open', [chain.certificate]),
    chain.seal('records', many(253)),
    chain.seal('records', many(300)),
    chain.seal('records', many(300)),
  ];
  return { chain, batches };
}

/** What an auditor finds without bundle 1, in a log whose keys made it of these batches. */
async function without1(batches: readonly SealedBatch[]) {
  const log = new MemoryLog().append(...batches);
  const objects = new Map(log.objects);
  for (const path of objects.keys())
    if (/\.p\/1?\d\d?$/.test(path) && !isLast(path, log)) objects.delete(path);
  objects.delete('tile/entries/001');
  const note = await signCheckpoint({ origin: TEST_ORIGIN, ...log.head }, keys.log);
  objects.set('checkpoint', writeNote(note));
  return verify({ log: readObjects(objects), trust: trust({ quorum: 0 }) });
}

function isLast(path: string, { head }: MemoryLog): boolean {
  return path.endsWith(`.p/${head.size % 256}`) || path.startsWith('tile/1/');
}

const range = (batches: readonly SealedBatch[], hash?: string): Named => {
  const { objects } = new MemoryLog().append(...batches);
  const tile = objects.get('tile/0/001') ?? new Uint8Array();
  return { ...BUNDLES, ids: [writeRange({ from: 1, to: 1, hash: hash ?? hashTiles([tile]) })] };
};
const codesOf = async (batches: readonly SealedBatch[]) =>
  (await without1(batches)).findings.map(({ code }) => code);
const pruning = (chain: WriterChain, named: Named) => chain.seal('records', [naming(named)]);

test('a bundle that a later record names by its hash may be gone, and is told of', async () => {
  const { chain, batches } = await written();
  const report = await without1([...batches, pruning(chain, range(batches))]);
  expect(report.findings).toEqual([]);
  expect(report.notices).toContainEqual({
    code: 'PRUNED',
    where: 'tile/entries/001',
    index: 256,
    writer: null,
    seq: null,
    record: 'pruning',
    detail: `bundles 1 to 1 were taken away, as this record says; what stands behind them is of ${new Date(clock.now).toISOString()}`,
  });
});

test('a record that names it by another hash hides nothing', async () => {
  const { chain, batches } = await written();
  const other = hashTiles([Buffer.alloc(8192)]);
  expect(await codesOf([...batches, pruning(chain, range(batches, other))])).toEqual(['BUNDLE_MISSING']);
});

test('nor does one that stands before what it names, though its maker knew what he would write', async () => {
  const build = async (hash: string, to: number) => {
    const chain = await installation.writer();
    const named = { ...BUNDLES, ids: [writeRange({ from: 1, to, hash })] };
    return [
      chain.seal('open', [chain.certificate]),
      pruning(chain, named),
      chain.seal('records', many(900)),
      chain.seal('heartbeat', []),
    ];
  };
  const { objects } = new MemoryLog().append(...(await build('A'.repeat(43), 1)));
  const hash = hashTiles([objects.get('tile/0/001') ?? new Uint8Array()]);
  for (const to of [1, 999_999_999]) expect(await codesOf(await build(hash, to))).toEqual(['BUNDLE_MISSING']);
});

test('a record of a batch that reaches out of a hole cannot be another', async () => {
  const { chain, batches } = await written();
  const forged = batches.map((batch, at) =>
    at === 2 ? { ...batch, records: [...batch.records.slice(0, -1), record('forged')] } : batch,
  );
  expect(await codesOf([...forged, pruning(chain, range(forged))])).toEqual(['BATCH_ROOT']);
  const [open, first, second] = batches;
  if (open === undefined || first === undefined || second === undefined) throw new Error('no batch');
  const added = [open, first, { ...second, records: [...second.records, record('added')] }];
  const after = chain.seal('heartbeat', []);
  expect(await codesOf([...added, ...batches.slice(3), pruning(chain, range(added)), after])).not.toEqual([]);
});

test('batches behind a hole cannot be left out as if they had been in it', async () => {
  const chain = await installation.writer();
  const batches = [
    chain.seal('open', [chain.certificate]),
    chain.seal('records', many(253)),
    chain.seal('records', many(254)),
    chain.seal('heartbeat', []),
    chain.seal('records', many(40)),
    chain.seal('records', many(300)),
  ];
  const last = pruning(chain, range(batches));
  expect(await codesOf([...batches, last])).toEqual([]);
  const left = batches.filter((_, at) => at !== 4);
  expect(await codesOf([...left, last])).toEqual(['BATCH_NUMBER']);
});

test('segments are gone by a record as far as it says, not for whatever the log has beyond', async () => {
  const chain = await installation.writer();
  const batches = [
    chain.seal('open', [chain.certificate]),
    chain.seal('records', many(2)),
    chain.seal('close', []),
  ];
  const named = (last: number) => ({
    ...SEGMENTS,
    ids: [`${chain.writer}:1-${last}:${'A'.repeat(43)}`],
  });
  const look = async (last: number) => {
    const other = await installation.writer();
    const log = new MemoryLog().append(
      ...batches,
      other.seal('open', [other.certificate]),
      pruning(other, named(last)),
    );
    const objects = new Map(log.objects);
    const note = await signCheckpoint({ origin: TEST_ORIGIN, ...log.head }, keys.log);
    objects.set('checkpoint', writeNote(note));
    const table = (async function* () {})();
    const report = await verify({ log: readObjects(objects), trust: trust({ quorum: 0 }), table });
    return report.findings.filter(({ writer }) => writer === chain.writer).map(({ code }) => code);
  };
  expect(await look(3)).toEqual([]);
  expect(await look(2)).toEqual(['STORE_BEHIND']);
});
