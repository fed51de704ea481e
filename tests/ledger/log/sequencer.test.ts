import { describe, expect, it } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import { sealLife } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { batchesIn, readLog } from './read-log.ts';
import { HeldBatches, memoryFile, records, smallLedger } from './small-ledger.ts';

describe('the sequencer', () => {
  it('takes whole batches of every writer: records first, then the head', async () => {
    const ledger = smallLedger();
    const one = await ledger.installation.writer();
    const two = await ledger.installation.writer();
    const lives = [sealLife(one, records(3), [], records(300)), sealLife(two, records(2))];
    ledger.source.put(...lives.flat());
    const store = memoryLogStore();
    const sequencer = ledger.sequencer(store);
    const outcome = await sequencer.step();
    const entries = readLog(store.objects, ledger.logVkey);
    expect(outcome).toEqual({
      kind: 'grown',
      size: entries.length,
      entries: entries.length,
      batches: 8,
      more: false,
    });
    for (const life of lives) {
      const wanted = life.flatMap((batch) => [...batch.records, batch.sealed]);
      const at = entries.findIndex((entry) => Buffer.compare(entry, wanted[0] ?? Buffer.alloc(0)) === 0);
      expect(entries.slice(at, at + wanted.length).map(String)).toEqual(wanted.map(String));
    }
    expect(ledger.findings).toEqual([]);
    expect(await sequencer.step()).toEqual({ kind: 'idle', size: entries.length });
    expect([...store.objects.keys()].filter((path) => path.startsWith('plan/'))).toEqual([]);
  });

  it('goes on where it stopped: with its memory, with an old one, and without', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    const store = memoryLogStore();
    const memory = memoryFile();
    ledger.source.put(chain.seal('open', [chain.certificate]));
    let sequencer = ledger.sequencer(store, { memory });
    await sequencer.step();
    await sequencer.remember();
    for (let turn = 0; turn < 12; turn += 1) {
      ledger.source.put(chain.seal('records', records(1 + turn * 13)));
      sequencer = ledger.sequencer(store, turn % 3 === 0 ? { memory: memoryFile() } : { memory });
      expect(await sequencer.step()).toMatchObject({ kind: 'grown', batches: 1 });
      if (turn % 3 === 1) await sequencer.remember();
    }
    ledger.source.put(chain.seal('close', []));
    await sequencer.step();
    const entries = readLog(store.objects, ledger.logVkey);
    expect(batchesIn(entries)).toEqual(Array.from({ length: 14 }, (_, at) => `${chain.writer}:${at + 1}`));
    expect(ledger.findings).toEqual([]);
  });

  it('removes a partial tile when the full one is there, and not before', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    const store = memoryLogStore();
    const sequencer = ledger.sequencer(store);
    const partials = () => [...store.objects.keys()].filter((path) => path.includes('.p/')).sort();
    ledger.source.put(chain.seal('open', [chain.certificate]));
    await sequencer.step();
    ledger.source.put(chain.seal('records', records(9)));
    await sequencer.step();
    expect(partials()).toEqual([
      'tile/0/000.p/12',
      'tile/0/000.p/2',
      'tile/entries/000.p/12',
      'tile/entries/000.p/2',
    ]);
    ledger.source.put(chain.seal('records', records(250)));
    await sequencer.step();
    expect(partials()).toEqual(['tile/0/001.p/7', 'tile/1/000.p/1', 'tile/entries/001.p/7']);
    readLog(store.objects, ledger.logVkey);
  });

  it('stops a writer at the first batch that does not follow, says so once, and goes on with the others', async () => {
    const ledger = smallLedger();
    const stranger = smallLedger();
    const cases: readonly (readonly [string, (life: SealedBatch[]) => SealedBatch[]])[] = [
      ['SEQ', (life) => life.toSpliced(2, 1)],
      ['ROOT', (life) => life.with(2, { ...at(life, 2), records: records(3, 'other') })],
      ['COUNT', (life) => life.with(2, { ...at(life, 2), records: records(2) })],
      ['SIGNATURE', (life) => life.with(2, { ...at(life, 2), sealed: resigned(at(life, 2).sealed) })],
      ['HEAD', (life) => life.with(2, { ...at(life, 2), sealed: Buffer.from('no head') })],
    ];
    const writers: string[] = [];
    for (const [, change] of cases) {
      const chain = await ledger.installation.writer();
      ledger.source.held.set(chain.writer, change(sealLife(chain, records(1), records(3), records(2))));
      writers.push(chain.writer);
    }
    const foreign = await stranger.installation.writer();
    ledger.source.put(...sealLife(foreign, records(1)));
    const good = await ledger.installation.writer();
    ledger.source.put(...sealLife(good, records(1)));
    const store = memoryLogStore();
    const sequencer = ledger.sequencer(store);
    await sequencer.step();
    await sequencer.step();
    const found = new Map(ledger.findings.map((one) => ['writer' in one ? one.writer : '', one] as const));
    expect(ledger.findings).toHaveLength(cases.length + 1);
    for (const [index, [fault]] of cases.entries()) {
      expect(found.get(writers[index] ?? ''), fault).toMatchObject({ code: 'BATCH_REFUSED', seq: 3, fault });
    }
    expect(found.get(foreign.writer)).toMatchObject({ code: 'BATCH_REFUSED', seq: 1, fault: 'CERTIFICATE' });
    const taken = batchesIn(readLog(store.objects, ledger.logVkey));
    expect(taken.filter((batch) => batch.startsWith(good.writer))).toHaveLength(3);
    expect(taken.filter((batch) => batch.startsWith(foreign.writer))).toEqual([]);
    for (const writer of writers) expect(taken.filter((batch) => batch.startsWith(writer))).toHaveLength(2);
  });

  it('believes what was signed, not what a source says of it', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    const life = sealLife(chain, records(2));
    // A lying source: the number in its words is another than the signed one.
    ledger.source.held.set(chain.writer, [
      at(life, 0),
      { ...at(life, 2), head: at(life, 1).head, records: records(2) },
    ]);
    const store = memoryLogStore();
    await ledger.sequencer(store).step();
    expect(ledger.findings).toMatchObject([{ code: 'BATCH_REFUSED', seq: 2, fault: 'SEQ' }]);
    expect(readLog(store.objects, ledger.logVkey)).toHaveLength(2);
  });

  it('refuses a record that no entry of a log can hold', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(...sealLife(chain, [Buffer.alloc(65_535, 'a')], [Buffer.alloc(65_536, 'a')]));
    const store = memoryLogStore();
    await ledger.sequencer(store).step();
    expect(ledger.findings).toMatchObject([{ fault: 'ENTRY_TOO_LONG', seq: 3 }]);
    expect(readLog(store.objects, ledger.logVkey)).toHaveLength(4);
  });

  it('takes what either of two sources has, and nothing of which they have two versions', async () => {
    const ledger = smallLedger();
    const table = new HeldBatches('dynamodb');
    const [one, two] = [await ledger.installation.writer(), await ledger.installation.writer()];
    const life = sealLife(one, records(1), records(2));
    ledger.source.put(...life.slice(0, 2));
    table.put(...life);
    const other = sealLife(two, records(1));
    ledger.source.put(...other);
    table.held.set(two.writer, other.with(1, { ...at(other, 1), records: records(1, 'other') }));
    const store = memoryLogStore();
    await ledger.sequencer(store, { sources: [ledger.source, table] }).step();
    expect(ledger.findings).toMatchObject([{ writer: two.writer, seq: 2, fault: 'SOURCES_DIFFER' }]);
    expect(batchesIn(readLog(store.objects, ledger.logVkey)).toSorted()).toEqual([
      ...life.map((_, index) => `${one.writer}:${index + 1}`),
      `${two.writer}:1`,
    ]);
  });

  it('goes on with one source while the other is away', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(...sealLife(chain, records(1)));
    const away: HeldBatches = new HeldBatches('dynamodb');
    away.writers = async () => {
      throw new Error('away');
    };
    const store = memoryLogStore();
    const outcome = await ledger.sequencer(store, { sources: [away, ledger.source] }).step();
    expect(outcome).toMatchObject({ kind: 'grown', batches: 3 });
    expect(ledger.findings).toEqual([{ code: 'SOURCE_AWAY', source: 'dynamodb' }]);
  });

  it('takes a limited step and says that there is more', async () => {
    const ledger = smallLedger();
    for (let writer = 0; writer < 3; writer += 1) {
      const chain = await ledger.installation.writer();
      ledger.source.put(...sealLife(chain, ...Array.from({ length: 40 }, () => records(5))));
    }
    const store = memoryLogStore();
    const sequencer = ledger.sequencer(store, { limits: { entries: 60, bytes: 1e6 } });
    let steps = 0;
    for (let outcome = await sequencer.step(); outcome.kind === 'grown'; outcome = await sequencer.step()) {
      expect(outcome.entries).toBeLessThan(60 + 3 * 6);
      steps += 1;
      if (steps > 50) break;
    }
    expect(steps).toBeGreaterThan(8);
    expect(batchesIn(readLog(store.objects, ledger.logVkey))).toHaveLength(3 * 42);
  });
});

function at(life: readonly SealedBatch[], index: number): SealedBatch {
  const batch = life[index];
  if (batch === undefined) throw new Error('no such batch');
  return batch;
}

/** The same head under a signature of the right form that is nobody's. */
function resigned(sealed: Uint8Array): Uint8Array {
  const text = Buffer.from(sealed).toString('latin1');
  const json = text.slice(0, text.lastIndexOf('\n') + 1);
  const nobody = Buffer.concat([leafHash(sealed), leafHash(sealed)]);
  return Buffer.from(json + nobody.toString('base64'), 'latin1');
}
