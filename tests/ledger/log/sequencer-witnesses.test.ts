import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SigningKey } from '../../../src/ledger/chain/signing-key.ts';
import type { Vkey } from '../../../src/ledger/chain/vkey.ts';
import { cosignaturesOf } from '../../../src/ledger/log/cosignature.ts';
import { Cosigner } from '../../../src/ledger/log/cosigner.ts';
import { readNote } from '../../../src/ledger/log/note.ts';
import type { Witness } from '../../../src/ledger/log/witnesses.ts';
import { memoryKey } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { records, smallLedger } from './small-ledger.ts';

function vkeyOf(key: SigningKey, type: Vkey['type']): Vkey {
  return { name: key.name, type, publicKey: key.publicKey };
}

describe('a sequencer and its witnesses', () => {
  async function world() {
    const ledger = smallLedger();
    const store = memoryLogStore();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]));
    const origin = ledger.installation.origin;
    const make = (name: string) => {
      const key = memoryKey(name);
      const memory = memoryLogStore();
      const logs = [{ origin, keys: [ledger.logVkey] }];
      const cosigner = new Cosigner({
        key,
        logs,
        memory: async () => memory,
        clock: () => 1_700_000_000_000,
      });
      const state = { away: false, asked: 0, memory };
      const witness: Witness = {
        key: vkeyOf(key, 'cosignature'),
        add: async (body) => {
          state.asked += 1;
          if (state.away) throw new UpstreamUnavailableError('away');
          const { status, contentType, body: text } = await cosigner.add(body);
          return { status, contentType, body: Buffer.from(text) };
        },
      };
      return { witness, state };
    };
    const cosigned = (witness: Witness) => {
      const note = readNote(store.objects.get('checkpoint') ?? Buffer.alloc(0));
      return note === null ? -1 : cosignaturesOf(note.text, note.signatures, witness.key).length;
    };
    return { ledger, store, chain, make, cosigned };
  }

  it('has each checkpoint cosigned before it is out; one that is away is left out and reported', async () => {
    const { ledger, store, chain, make, cosigned } = await world();
    const [one, two] = [make('w.test/1'), make('w.test/2')];
    const sequencer = ledger.sequencer(store, { asked: [one.witness, two.witness] });
    await sequencer.step();
    expect([cosigned(one.witness), cosigned(two.witness)]).toEqual([1, 1]);
    two.state.away = true;
    ledger.source.put(chain.seal('records', records(30)));
    expect(await sequencer.step()).toMatchObject({ kind: 'grown' });
    expect([cosigned(one.witness), cosigned(two.witness)]).toEqual([1, 0]);
    expect(ledger.findings).toEqual([{ code: 'WITNESS_AWAY', witness: 'w.test/2' }]);
    const asked = two.state.asked;
    ledger.source.put(chain.seal('records', records(30)));
    await sequencer.step();
    // It is not waited for again at once.
    expect(two.state.asked).toBe(asked);
    // A later sequencer finds it back at an old size, and proves all growth since.
    two.state.away = false;
    ledger.source.put(chain.seal('records', records(300)));
    await ledger.sequencer(store, { asked: [two.witness] }).step();
    expect(cosigned(two.witness)).toBe(1);
  });

  it('is cosigned anew while nothing happens', async () => {
    const { ledger, store, make, cosigned } = await world();
    const one = make('w.test/1');
    let now = 0;
    const sequencer = ledger.sequencer(store, { asked: [one.witness], now: () => now });
    await sequencer.step();
    const asked = one.state.asked;
    for (let second = 0; second < 25; second += 1) {
      now += 1_000;
      await sequencer.step();
    }
    expect(one.state.asked).toBe(asked + 2);
    expect(cosigned(one.witness)).toBe(1);
  });

  it('does not grow a log that is older than a witness has seen, and says so: a restored backup', async () => {
    const { ledger, store, chain, make } = await world();
    const one = make('w.test/1');
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const backup = new Map(store.objects);
    ledger.source.put(chain.seal('records', records(30)));
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const restored = memoryLogStore(backup);
    const before = [...restored.objects.keys()];
    const sequencer = ledger.sequencer(restored, { asked: [one.witness] });
    for (let step = 0; step < 3; step += 1) {
      expect(await sequencer.step()).toEqual({ kind: 'held', code: 'LOG_BEHIND' });
    }
    expect(ledger.findings.at(-1)).toEqual({ code: 'LOG_BEHIND', where: 'w.test/1' });
    expect([...restored.objects.keys()]).toEqual(before);
  });

  it('does not grow a log that forked while the witness was away', async () => {
    const { ledger, store, chain, make } = await world();
    const one = make('w.test/1');
    const first = ledger.sequencer(store, { asked: [one.witness] });
    await first.step();
    const backup = new Map(store.objects);
    ledger.source.put(chain.seal('records', records(30)));
    await first.step();
    const restored = memoryLogStore(backup);
    one.state.away = true;
    const other = await ledger.installation.writer();
    const fork = smallLedger();
    fork.source.put(other.seal('open', [other.certificate]), other.seal('records', records(300, 'other')));
    const options = { sources: [fork.source], asked: [one.witness] };
    expect(await ledger.sequencer(restored, options).step()).toMatchObject({ kind: 'grown' });
    one.state.away = false;
    fork.source.put(other.seal('records', records(3)));
    expect(await ledger.sequencer(restored, options).step()).toEqual({ kind: 'held', code: 'LOG_FORKED' });
  });

  it('is not taken for behind while another sequencer is carrying out a plan', async () => {
    const { ledger, store, make } = await world();
    const one = make('w.test/1');
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const other: Witness = {
      ...one.witness,
      add: async () => {
        // Its plan is there, and its outcome cosigned, but not yet out.
        await store.create('plan/2', Buffer.from('a plan'));
        return { status: 409, contentType: 'text/x.tlog.size', body: Buffer.from('9\n') };
      },
    };
    expect(await ledger.sequencer(store, { asked: [other] }).step()).toEqual({ kind: 'overtaken' });
    expect(ledger.findings).toEqual([]);
  });

  it('attaches nothing that the witness’s key did not sign', async () => {
    const { ledger, store, make } = await world();
    const [one, liar] = [make('w.test/1'), make('w.test/1')];
    const mixed: Witness = { key: one.witness.key, add: liar.witness.add };
    await ledger.sequencer(store, { asked: [mixed] }).step();
    expect(readNote(store.objects.get('checkpoint') ?? Buffer.alloc(0))?.signatures).toHaveLength(1);
    expect(ledger.findings).toEqual([{ code: 'WITNESS_AWAY', witness: 'w.test/1' }]);
  });

  it('reports a witness that does not know the log, and goes on', async () => {
    const { ledger, store, make } = await world();
    const one = make('w.test/1');
    const stranger: Witness = {
      ...one.witness,
      add: async () => ({ status: 404, contentType: '', body: Buffer.alloc(0) }),
    };
    const mad: Witness = {
      ...one.witness,
      add: async () => ({ status: 200, contentType: '', body: Buffer.from('hello') }),
    };
    const outcome = await ledger.sequencer(store, { asked: [stranger, mad] }).step();
    expect(outcome.kind).toBe('grown');
    expect(ledger.findings.map(({ code }) => code).toSorted()).toEqual(['WITNESS_AWAY', 'WITNESS_REFUSED']);
  });
});
