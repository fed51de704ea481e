import { appendFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { ForkedChainError } from '../../../src/ledger/commit/sink.ts';
import type { FileLayer } from '../../../src/ledger/segments/file-layer.ts';
import { createFileSink } from '../../../src/ledger/segments/file-sink.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { segmentName } from '../../../src/ledger/segments/segment-format.ts';
import { collectLedger } from '../collect-ledger.ts';
import { type Fault, scriptedFiles } from '../scripted-files.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';

const INSTALLATION = createInstallation();

function sinkOf(chain: WriterChain, directory: string, files: FileLayer = nodeFiles, segmentBytes = 3_000) {
  const limits = { segmentBytes, segmentMs: 60_000 };
  return createFileSink({ files, directory, clock: Date.now, chain, limits, onFatal: () => undefined });
}

function lifeOf(chain: WriterChain, count = 12): readonly SealedBatch[] {
  const one = (n: number) => [Buffer.from(JSON.stringify({ n, text: 'x'.repeat(700) }))];
  return sealLife(chain, ...Array.from({ length: count }, (_, n) => (n % 5 === 4 ? [] : one(n))));
}

async function read(directory: string, writer: string, from = 1, source = createFileSource(directory)) {
  const batches: SealedBatch[] = [];
  for await (const batch of source.batches(writer, from)) batches.push(batch);
  return batches;
}

const seqs = (batches: readonly SealedBatch[]) => batches.map(({ head }) => head.seq);

test('what a sink took is read back from its segments, batch by batch, and the chain holds', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  const life = lifeOf(chain);
  const sink = sinkOf(chain, directory);
  for (const batch of life) await sink.commit(batch);
  await sink.close();
  expect((await readdir(directory)).length).toBeGreaterThan(2);
  const check = createChainCheck(chain.writer, INSTALLATION.origin, [INSTALLATION.key.publicKey]);
  const back = await read(directory, chain.writer);
  expect(back.map((batch) => check.accept(batch))).toEqual(life.map(() => null));
  expect(await createFileSource(directory).writers()).toEqual([chain.writer]);
  for (let from = 1; from <= life.length + 1; from += 1) {
    expect(seqs(await read(directory, chain.writer, from))).toEqual(seqs(life.slice(from - 1)));
  }
});

test('a source that follows a writer gives each batch once, over the ends of segments', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  const sink = sinkOf(chain, directory);
  const source = createFileSource(directory);
  let next = 1;
  for (const batch of lifeOf(chain)) {
    expect(await read(directory, chain.writer, next, source)).toEqual([]);
    await sink.commit(batch);
    expect(seqs(await read(directory, chain.writer, next, source))).toEqual([batch.head.seq]);
    next += 1;
  }
  await sink.close();
});

test('a batch that comes again counts as taken; another one under its number does not', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  const [open, one, two, three] = lifeOf(chain);
  const stranger = lifeOf(await INSTALLATION.writer());
  const sink = sinkOf(chain, directory);
  for (const batch of [open, one, two]) if (batch !== undefined) await sink.commit(batch);
  for (const batch of [two, one, open]) if (batch !== undefined) await sink.commit(batch);
  const forged = (batch: SealedBatch | undefined, other: SealedBatch | undefined) => {
    if (batch === undefined || other === undefined) throw new Error('no such batch');
    return { ...batch, sealed: other.sealed };
  };
  await expect(sink.commit(forged(two, three))).rejects.toBeInstanceOf(ForkedChainError);
  await expect(sink.commit(forged(one, three))).rejects.toBeInstanceOf(ForkedChainError);
  await expect(sink.commit(forged(stranger[3], stranger[3]))).rejects.toThrow('another writer');
  const five = lifeOf(chain)[0];
  if (five !== undefined) await expect(sink.commit(five)).rejects.toThrow('missing');
  if (three !== undefined) await sink.commit(three);
  await sink.close();
  expect(seqs(await read(directory, chain.writer))).toEqual([1, 2, 3, 4]);
});

test('a failed batch comes again in a new segment: the source gives it once, though its first bytes could not be cut off', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  let failing = false;
  const fault: Fault = { kind: 'error', code: 'EIO' };
  const files = scriptedFiles((call) =>
    failing && (call === 'datasync' || call === 'truncate') ? fault : undefined,
  );
  const sink = sinkOf(chain, directory, files, 1_000_000);
  const source = createFileSource(directory);
  const life = lifeOf(chain);
  const seen: number[] = [];
  for (const batch of life) {
    failing = batch.head.seq % 3 === 2;
    if (failing) {
      await expect(sink.commit(batch)).rejects.toThrow();
      // A reader may meet the bytes of a batch that is not durable yet: they are the same when it is.
      const early = await read(directory, chain.writer, seen.length + 1, source);
      seen.push(...seqs(early));
      failing = false;
    }
    await sink.commit(batch);
    seen.push(...seqs(await read(directory, chain.writer, seen.length + 1, source)));
  }
  await sink.close();
  expect(seen).toEqual(seqs(life));
  expect(seqs(await read(directory, chain.writer))).toEqual(seqs(life));
  const { findings } = await collectLedger(directory);
  // Records here are of no operation; nothing else may be found.
  expect(findings.filter(({ code }) => code !== 'BAD_RECORD')).toEqual([]);
});

test('what was cut short by a failure is not read when it was given up and could not be cut off', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  const [open, one, two] = lifeOf(chain);
  if (open === undefined || one === undefined || two === undefined) throw new Error('no such batch');
  let failing = false;
  const files = scriptedFiles((call): Fault => {
    if (!failing) return undefined;
    if (call === 'write') return { kind: 'torn', bytes: 90, code: 'EIO' };
    return call === 'truncate' ? { kind: 'error', code: 'EIO' } : undefined;
  });
  const sink = sinkOf(chain, directory, files, 1_000_000);
  await sink.commit(open);
  failing = true;
  await expect(sink.commit(one)).rejects.toThrow();
  failing = false;
  await sink.commit(one);
  await sink.commit(two);
  await sink.close();
  // The given-up end is made to look like a batch of its own: whoever can write files could have.
  const path = join(directory, segmentName(chain.writer, 1));
  const { size } = await stat(path);
  await truncate(path, size - 90);
  await appendFile(path, encodeBatch(two));
  expect(seqs(await read(directory, chain.writer))).toEqual([1, 2, 3]);
});

test('what a source gives was on the device before: a batch whose sync is still to come is not given', async () => {
  const directory = await tempDirectory();
  const chain = await INSTALLATION.writer();
  const [open, one] = lifeOf(chain);
  if (open === undefined || one === undefined) throw new Error('no such batch');
  const sink = sinkOf(chain, directory);
  await sink.commit(open);
  const { size } = await stat(join(directory, segmentName(chain.writer, 1)));
  await sink.commit(one);
  const synced: string[] = [];
  const source = createFileSource(directory, async (path) => {
    synced.push(path);
    return size;
  });
  expect(seqs(await read(directory, chain.writer, 1, source))).toEqual([1]);
  expect(synced).toEqual([join(directory, segmentName(chain.writer, 1))]);
  const failing = createFileSource(directory, async () => {
    throw new Error('EIO');
  });
  await expect(read(directory, chain.writer, 1, failing)).rejects.toThrow('EIO');
  await sink.close();
});

test('there is nothing to read where there is no ledger', async () => {
  const source = createFileSource('/nowhere/ledger');
  expect(await source.writers()).toEqual([]);
  expect(await read('/nowhere/ledger', '01JD0000000000000000000001', 1, source)).toEqual([]);
});
