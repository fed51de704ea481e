import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { LOST_OPERATION, LOST_TYPE } from '../../../src/ledger/log/writer-places.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { batchesIn, readLog } from './read-log.ts';
import { records, smallLedger } from './small-ledger.ts';

describe('clocks that jump', () => {
  it('a day ahead and a day back change nothing: no batch is refused and nobody is lost', async () => {
    const DAY = 86_400_000;
    let wall = 1_800_000_000_000;
    let now = 0;
    const ledger = smallLedger(() => wall);
    const [one, two] = [await ledger.installation.writer(), await ledger.installation.writer()];
    for (const chain of [one, two]) ledger.source.put(chain.seal('open', [chain.certificate]));
    const store = memoryLogStore();
    const sequencer = ledger.sequencer(store, { now: () => now });
    for (const jump of [0, DAY, -2 * DAY, DAY, -DAY, 60_000]) {
      wall += jump;
      for (const chain of [one, two]) ledger.source.put(chain.seal('records', records(3)));
      now += 1_000;
      expect(await sequencer.step()).toMatchObject({ kind: 'grown', batches: jump === 0 ? 4 : 2 });
    }
    expect(ledger.findings).toEqual([]);
    expect(batchesIn(readLog(store.objects, ledger.logVkey))).toHaveLength(14);
  });
});

describe('a writer that falls silent', () => {
  async function open() {
    const ledger = smallLedger();
    const [silent, lively] = [await ledger.installation.writer(), await ledger.installation.writer()];
    for (const chain of [silent, lively]) ledger.source.put(chain.seal('open', [chain.certificate]));
    const lost: string[] = [];
    let now = 0;
    const store = memoryLogStore();
    const options = {
      now: () => now,
      recordLost: async ({ writer, lastSeq }: { writer: string; lastSeq: number }) => {
        lost.push(`${writer}:${lastSeq}`);
        const record = namingRecord(
          {
            id: '01J00000000000000000000000',
            time: '',
            actor: 'phield',
            client: 'phield',
            operation: LOST_OPERATION,
            tenant: null,
            subject: null,
          },
          [{ type: LOST_TYPE, coordinate: 'LedgerWriter.lost', ids: [writer] }],
        );
        ledger.source.put(lively.seal('records', [encodeRecord(record)]));
      },
    };
    const pass = async (seconds: number, sequencer: ReturnType<typeof ledger.sequencer>) => {
      for (let second = 0; second < seconds; second += 1) {
        now += 1_000;
        if (second % 5 === 0) ledger.source.put(lively.seal('heartbeat', []));
        await sequencer.step();
      }
    };
    return { ledger, silent, lively, lost, store, options, pass };
  }

  it('is on record once, with its last number, after three heartbeats', async () => {
    const { ledger, silent, lost, store, options, pass } = await open();
    const sequencer = ledger.sequencer(store, options);
    await pass(15, sequencer);
    expect(lost).toEqual([]);
    await pass(60, sequencer);
    expect(lost).toEqual([`${silent.writer}:1`]);
    // A later sequencer learns it from the log itself.
    const later = ledger.sequencer(store, options);
    await pass(60, later);
    expect(lost).toHaveLength(1);
  });

  it('is not told while a source is away, nor when it has closed', async () => {
    const { ledger, silent, lost, store, options, pass } = await open();
    const sequencer = ledger.sequencer(store, options);
    await pass(3, sequencer);
    const { batches } = ledger.source;
    ledger.source.batches = async function* () {
      yield* [];
      throw new Error('away');
    };
    await pass(60, sequencer);
    ledger.source.batches = batches;
    await pass(10, sequencer);
    expect(lost).toEqual([]);
    ledger.source.put(silent.seal('close', []));
    await pass(60, sequencer);
    expect(lost).toEqual([]);
  });

  it('is told again later when its record could not be written', async () => {
    const { ledger, silent, lost, store, options, pass } = await open();
    let refuse = true;
    const sequencer = ledger.sequencer(store, {
      ...options,
      recordLost: async (found) => {
        if (refuse) throw new Error('the ledger is away');
        await options.recordLost(found);
      },
    });
    await pass(30, sequencer);
    refuse = false;
    await pass(5, sequencer);
    expect(lost).toEqual([`${silent.writer}:1`]);
  });
});
