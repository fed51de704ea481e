import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { memoryFile, records, smallLedger } from './small-ledger.ts';

describe('a log that is not what was seen', () => {
  async function grown() {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    const store = memoryLogStore();
    const memory = memoryFile();
    const sequencer = ledger.sequencer(store, { memory });
    ledger.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(20)));
    await sequencer.step();
    const backup = new Map(store.objects);
    ledger.source.put(chain.seal('records', records(400)));
    await sequencer.step();
    await sequencer.remember();
    return { ledger, chain, store, memory, backup };
  }

  it('is not grown when it is shorter than what is remembered: an old backup', async () => {
    const { ledger, memory, backup } = await grown();
    const restored = memoryLogStore(new Map(backup));
    expect(await ledger.sequencer(restored, { memory }).step()).toEqual({ kind: 'held', code: 'LOG_BEHIND' });
    expect(ledger.findings).toMatchObject([{ code: 'LOG_BEHIND' }]);
    expect(restored.objects.size).toBe(backup.size);
  });

  it('is not grown when it is shorter, or another, than the trusted checkpoint', async () => {
    const { ledger, store, backup } = await grown();
    const head = openCheckpoint(store.objects.get('checkpoint') ?? Buffer.alloc(0), ledger.logKey.name, [
      ledger.logVkey,
    ]);
    const restored = memoryLogStore(new Map(backup));
    const behind = await ledger.sequencer(restored, { trusted: head }).step();
    expect(behind).toEqual({ kind: 'held', code: 'LOG_BEHIND' });
    const other = { size: 7, root: Buffer.alloc(32, 1) };
    expect(await ledger.sequencer(store, { trusted: other }).step()).toEqual({
      kind: 'held',
      code: 'LOG_FORKED',
    });
    expect((await ledger.sequencer(store, { trusted: head }).step()).kind).toBe('idle');
  });

  it('is not grown when it is another than what is remembered, however long', async () => {
    const { ledger, memory } = await grown();
    const fork = smallLedger();
    const chain = await ledger.installation.writer();
    fork.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(700)));
    const store = memoryLogStore();
    await ledger.sequencer(store, { sources: [fork.source] }).step();
    expect(await ledger.sequencer(store, { memory }).step()).toEqual({ kind: 'held', code: 'LOG_FORKED' });
    expect(ledger.findings).toEqual([{ code: 'LOG_FORKED', where: 'what this sequencer has seen' }]);
  });

  it('is not grown when its objects do not fit its checkpoint', async () => {
    const { ledger, store, memory } = await grown();
    const read = ['checkpoint', 'tile/entries/000', 'tile/entries/001.p/168'];
    // With a memory it is tiles that it goes on from, and entries that it does not read again.
    const remembered = ['checkpoint', 'tile/0/001.p/168', 'tile/1/000.p/1'];
    for (const [paths, options] of [
      [read, {}],
      [remembered, { memory }],
    ] as const) {
      for (const path of paths) {
        const changed = memoryLogStore(new Map(store.objects));
        const bytes = Buffer.from(changed.objects.get(path) ?? '');
        bytes[20] = (bytes[20] ?? 0) ^ 1;
        changed.objects.set(path, bytes);
        expect((await ledger.sequencer(changed, options).step()).kind, path).toBe('held');
        changed.objects.delete(path);
        // A log without a checkpoint and without a memory of one is a new log.
        if (path === 'checkpoint' && !('memory' in options)) continue;
        expect((await ledger.sequencer(changed, options).step()).kind, path).toBe('held');
      }
    }
  });

  it('is not grown over an object that another made', async () => {
    const { ledger, chain, store } = await grown();
    ledger.source.put(chain.seal('records', records(200)));
    store.objects.set('tile/entries/001', Buffer.from('another history'));
    expect(await ledger.sequencer(store).step()).toEqual({ kind: 'held', code: 'LOG_FORKED' });
    expect(ledger.findings).toEqual([{ code: 'LOG_FORKED', where: 'tile/entries/001' }]);
  });
});
