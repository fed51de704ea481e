import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import { ForkedChainError, type Sink } from '../../../src/ledger/commit/sink.ts';
import type { LedgerLimits } from '../../../src/ledger/ledger-limits.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation } from '../support/seal-batches.ts';

const INSTALLATION = createInstallation();
const LEDGER_UNAVAILABLE = { code: 'LEDGER_UNAVAILABLE' };

/** A sink in memory. `before` is asked at each attempt and may fail it, before or after the batch was taken. */
function memorySink(before: (batch: SealedBatch) => Promise<void> | void = () => undefined) {
  const taken: SealedBatch[] = [];
  const attempts: SealedBatch[] = [];
  const closed = vi.fn();
  const sink: Sink = {
    name: 'dynamodb',
    async commit(batch) {
      attempts.push(batch);
      await before(batch);
      if (taken.at(-1)?.head.seq !== batch.head.seq) taken.push(batch);
    },
    close: async () => closed(),
  };
  return { sink, taken, attempts, closed };
}

function open(
  sink: Sink,
  limits: Partial<LedgerLimits> = {},
  told: {
    onFatal?: (detail: string) => void;
    onAvailability?: (available: boolean, detail: string) => void;
    onUnclosed?: (detail: string) => void;
  } = {},
) {
  return openLedger({
    installation: INSTALLATION,
    clock: Date.now,
    random: randomBytes,
    openSink: () => sink,
    onFatal: () => undefined,
    ...told,
    limits: { retryMs: 2, heartbeatMs: 60_000, ...limits },
  });
}

function expectChain(writer: string, batches: readonly SealedBatch[]): void {
  const check = createChainCheck(writer, INSTALLATION.origin, [INSTALLATION.key.publicKey]);
  expect(batches.map((batch) => check.accept(batch))).toEqual(batches.map(() => null));
}

const kinds = (batches: readonly SealedBatch[]) => batches.map(({ head }) => head.kind);

test('a writer’s life: open with its certificate, what was appended, close', async () => {
  const { sink, taken, closed } = memorySink();
  const ledger = await open(sink);
  expect(kinds(taken)).toEqual(['open']);
  await Promise.all([ledger.append(sampleRecord({ id: 'a' })), ledger.append(sampleRecord({ id: 'b' }))]);
  await ledger.close();
  expect(kinds(taken)).toEqual(['open', 'records', 'close']);
  expect(taken[1]?.records.map((bytes) => JSON.parse(Buffer.from(bytes).toString()).id)).toEqual(['a', 'b']);
  expect(closed).toHaveBeenCalledOnce();
  expectChain(ledger.writer, taken);
});

test('while nothing is written the writer says that it lives, and not while there is something', async () => {
  const { sink, taken } = memorySink();
  const ledger = await open(sink, { heartbeatMs: 40 });
  await vi.waitFor(() => expect(kinds(taken)).toEqual(['open', 'heartbeat', 'heartbeat']));
  expect(taken[1]?.records).toEqual([]);
  for (let n = 0; n < 20; n += 1) {
    await ledger.append(sampleRecord());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(
    kinds(taken)
      .slice(3)
      .filter((kind) => kind === 'heartbeat').length,
  ).toBeLessThanOrEqual(1);
  await ledger.close();
  expectChain(ledger.writer, taken);
});

test('a batch that failed comes again with the same bytes, before any other; who waited for it was refused', async () => {
  let failures = 0;
  const { sink, taken, attempts } = memorySink((batch) => {
    if (batch.head.seq === 2 && failures < 4) {
      failures += 1;
      throw new UpstreamUnavailableError('store: no answer');
    }
  });
  const changes: unknown[] = [];
  const ledger = await open(sink, {}, { onAvailability: (...change) => changes.push(change) });
  await expect(ledger.append(sampleRecord({ id: 'refused' }))).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ detail: 'writes fail' });
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord({ id: 'after' }));
  await ledger.close();
  expect(attempts.map(({ head }) => head.seq)).toEqual([1, 2, 2, 2, 2, 2, 3, 4]);
  expect(new Set(attempts.slice(1, 6).map(({ sealed }) => Buffer.from(sealed).toString())).size).toBe(1);
  expect(changes).toEqual([
    [false, 'UPSTREAM_UNAVAILABLE'],
    [true, 'recovered'],
  ]);
  expectChain(ledger.writer, taken);
});

test('a batch that is there although it was called failed stands once, and the chain goes on', async () => {
  let lost = true;
  const { sink, taken } = memorySink();
  const lying: Sink = {
    ...sink,
    async commit(batch) {
      await sink.commit(batch);
      if (batch.head.seq === 2 && lost) {
        lost = false;
        throw new UpstreamUnavailableError('store: the answer was lost');
      }
    },
  };
  const ledger = await open(lying);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord());
  await ledger.close();
  expect(taken.map(({ head }) => head.seq)).toEqual([1, 2, 3, 4]);
  expectChain(ledger.writer, taken);
});

test('where another batch stands under its number, the writer writes no more, and says so once', async () => {
  const { sink, attempts } = memorySink((batch) => {
    if (batch.head.seq === 2) throw new ForkedChainError();
  });
  const fatal = vi.fn();
  const ledger = await open(sink, {}, { onFatal: fatal });
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({
    ...LEDGER_UNAVAILABLE,
    detail: 'chain forked',
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(ledger.available).toBe(false);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  expect(attempts).toHaveLength(2);
  expect(fatal.mock.calls).toEqual([['chain forked']]);
  await ledger.close();
  expect(attempts).toHaveLength(2);
});

test('while the installation’s key is out of reach there is no writer; it begins by itself', async () => {
  let reachable = false;
  const { sink, taken } = memorySink();
  const key = {
    ...INSTALLATION.key,
    sign: async (message: Uint8Array) => {
      if (!reachable) throw new UpstreamUnavailableError('KMS: timed out');
      return INSTALLATION.key.sign(message);
    },
  };
  const ledger = await openLedger({
    installation: { ...INSTALLATION, key },
    clock: Date.now,
    random: randomBytes,
    openSink: () => sink,
    onFatal: () => undefined,
    limits: { retryMs: 2 },
  });
  expect(ledger.available).toBe(false);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  reachable = true;
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord());
  await ledger.close();
  expect(kinds(taken)).toEqual(['open', 'records', 'close']);
});

test('a close that the sink does not take ends all the same, and a batch that is owed is not followed', async () => {
  let failing = false;
  const { sink, attempts, closed } = memorySink(() => {
    if (failing) throw new UpstreamUnavailableError('gone');
  });
  const unclosed = vi.fn();
  const ledger = await open(sink, { retryMs: 60_000 }, { onUnclosed: unclosed });
  failing = true;
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  await ledger.close();
  expect(unclosed.mock.calls).toEqual([['UPSTREAM_UNAVAILABLE']]);
  expect(kinds(attempts)).toEqual(['open', 'records', 'records', 'records']);
  expect(closed).toHaveBeenCalledOnce();
});

test.each(['records', 'close'])('%s that fail at the end are handed over once more', async (kind) => {
  let failures = 1;
  const { sink, taken, closed } = memorySink(({ head }) => {
    if (head.kind !== kind || failures === 0) return;
    failures -= 1;
    throw new UpstreamUnavailableError('throttled');
  });
  const unclosed = vi.fn();
  const ledger = await open(sink, {}, { onUnclosed: unclosed });
  const appended = ledger.append(sampleRecord()).catch(() => undefined);
  await ledger.close();
  await appended;
  expect(unclosed).not.toHaveBeenCalled();
  expect(kinds(taken)).toEqual(['open', 'records', 'close']);
  expectChain(ledger.writer, taken);
  expect(closed).toHaveBeenCalledOnce();
});

test('a sink that never answers does not hold up the end, and who waits for it is refused', async () => {
  let release: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { sink, attempts, taken } = memorySink((batch) => (batch.head.seq > 1 ? hanging : undefined));
  const unclosed = vi.fn();
  const ledger = await open(sink, { stallMs: 30 }, { onUnclosed: unclosed });
  const append = expect(ledger.append(sampleRecord())).rejects.toMatchObject({ detail: 'stalled' });
  await ledger.close();
  await append;
  expect(unclosed.mock.calls).toEqual([['stalled']]);
  // What answers after the end begins nothing anew.
  release();
  await vi.waitFor(() => expect(kinds(taken)).toEqual(['open', 'records']));
  expect(ledger.available).toBe(false);
  expect(kinds(attempts)).toEqual(['open', 'records']);
});

test('what cannot be sealed is refused, and the ledger goes on', async () => {
  const { sink, taken } = memorySink();
  let now = Date.now();
  const ledger = await openLedger({
    installation: INSTALLATION,
    clock: () => now,
    random: randomBytes,
    openSink: () => sink,
    onFatal: () => undefined,
    limits: { retryMs: 2 },
  });
  now = Number.NaN;
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  now = Date.now();
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord());
  await ledger.close();
  expect(kinds(taken)).toEqual(['open', 'records', 'close']);
  expectChain(ledger.writer, taken);
});

test('one batch carries everybody who waits, up to its bound in bytes', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { sink, taken } = memorySink((batch) => (batch.head.seq === 2 ? gate : undefined));
  const size = Buffer.byteLength(JSON.stringify(sampleRecord())) * 10;
  const ledger = await open(sink, { batchBytes: size });
  const first = ledger.append(sampleRecord());
  await new Promise((resolve) => setTimeout(resolve, 10));
  const rest = Array.from({ length: 40 }, () => ledger.append(sampleRecord()));
  release();
  await Promise.all([first, ...rest]);
  await ledger.close();
  const sizes = taken.slice(2, -1).map(({ records }) => records.length);
  expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(40);
  expect(sizes.length).toBeLessThan(6);
  for (const batch of taken) {
    expect(batch.records.reduce((sum, one) => sum + one.length, 0)).toBeLessThanOrEqual(size);
  }
});

test('who is ready in the same turn shares a batch; who asks alone waits for nobody', async () => {
  const { sink, taken } = memorySink();
  const ledger = await open(sink);
  const append = (id: string) => ledger.append(sampleRecord({ id }));
  await Promise.all([append('a'), append('b')]);
  await append('c');
  expect(taken.map(({ records }) => records.length)).toEqual([1, 2, 1]);
  await ledger.close();
});
