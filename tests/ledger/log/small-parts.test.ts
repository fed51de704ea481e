import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import { holdsInclusion } from '../../../src/ledger/log/check-proofs.ts';
import { openCheckpoint, readCheckpointText, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { readBundle, writeBundle } from '../../../src/ledger/log/entry-bundle.ts';
import { readNote, writeNote } from '../../../src/ledger/log/note.ts';
import { proveEntry } from '../../../src/ledger/log/prove.ts';
import { createFindingGate } from '../../../src/ledger/log/run-sequencer.ts';
import { createLogServer } from '../../../src/ledger/log/serve-log.ts';
import { parseTilePath, tilePath } from '../../../src/ledger/log/tile-path.ts';
import { memoryKey } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { readLog } from './read-log.ts';
import { records, smallLedger } from './small-ledger.ts';

describe('a tile’s path', () => {
  it('has one spelling, that of the standard', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 0, width: 1 })).toBe('tile/entries/000.p/1');
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(63), fc.constant('entries' as const)),
        fc.nat(2 ** 31),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        },
      ),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^tile\/[0-9e]{1,3}\/[x0-9/]{1,12}(\.p\/[0-9]{1,4})?$/), (path) => {
        const place = parseTilePath(path);
        expect(place === null || tilePath(place) === path).toBe(true);
      }),
    );
  });
});

describe('a bundle', () => {
  it('gives back its entries, and nothing when a byte is missing or too many', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }), (entries) => {
        const bytes = writeBundle(entries);
        expect(readBundle(bytes, entries.length)?.map((one) => Buffer.from(one).toString('hex'))).toEqual(
          entries.map((one) => Buffer.from(one).toString('hex')),
        );
        expect(readBundle(bytes.subarray(0, -1), entries.length)).toBeNull();
        expect(readBundle(Buffer.concat([bytes, Buffer.of(0)]), entries.length)).toBeNull();
        expect(readBundle(bytes, entries.length + 1)).toBeNull();
        expect(readBundle(bytes, entries.length - 1)).toBeNull();
      }),
    );
    expect(() => writeBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  const key = memoryKey('log.test');
  const vkey = { name: key.name, type: 'note', publicKey: key.publicKey } as const;
  const other = memoryKey('log.test');
  const otherVkey = { ...vkey, publicKey: other.publicKey };
  const root = Buffer.alloc(32, 5);

  it('is read when a known key signed it for this origin, and not otherwise', async () => {
    const note = await signCheckpoint({ origin: 'log.test', size: 7, root }, key);
    const bytes = writeNote(note);
    expect(String(bytes).split('\n').slice(0, 4)).toEqual(['log.test', '7', root.toString('base64'), '']);
    expect(openCheckpoint(bytes, 'log.test', [otherVkey, vkey])).toMatchObject({
      size: 7,
      origin: 'log.test',
    });
    expect(openCheckpoint(bytes, 'log.test', [otherVkey])).toBeNull();
    expect(openCheckpoint(bytes, 'other.test', [vkey])).toBeNull();
    // A known key's name and id over a signature that is not its own.
    const [signature] = note.signatures;
    if (signature === undefined) throw new Error('unsigned');
    const spoilt = { ...note, signatures: [signature, { ...signature, signature: Buffer.alloc(64) }] };
    expect(openCheckpoint(writeNote(spoilt), 'log.test', [vkey])).toBeNull();
  });

  it('is nothing when any byte of it is changed', async () => {
    const bytes = writeNote(await signCheckpoint({ origin: 'log.test', size: 70, root }, key));
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 2, 32, 128]) {
        const bad = Buffer.from(bytes);
        bad[at] = (bad[at] ?? 0) ^ bit;
        expect(openCheckpoint(bad, 'log.test', [vkey]), `byte ${at}`).toBeNull();
      }
    }
  });

  it('has one spelling', () => {
    const good = `log.test\n7\n${root.toString('base64')}\n`;
    expect(readCheckpointText(good)).not.toBeNull();
    expect(readCheckpointText(`${good}extension\n`)).not.toBeNull();
    for (const bad of [
      good.replace('7', '07'),
      good.replace('7', '+7'),
      good.replace('7', '9007199254740992'),
      good.replace('log.test', ''),
      good.slice(0, -1),
      `${good}\n`,
      good.replace('=', ''),
    ]) {
      expect(readCheckpointText(bad), JSON.stringify(bad)).toBeNull();
    }
  });

  it('is no note with control characters, other UTF-8, or lines that are no signatures', () => {
    const line = `\u2014 a ${Buffer.alloc(68).toString('base64')}\n`;
    expect(readNote(Buffer.from(`text\n\n${line}`))).not.toBeNull();
    expect(readNote(Buffer.from(`text\n\nmore\n\n${line}`))?.text).toBe('text\n\nmore\n');
    for (const bad of [
      `te\rxt\n\n${line}`,
      `te\0xt\n\n${line}`,
      'text\n\n',
      `text\n${line}`,
      `text\n\n${line.slice(0, -1)}`,
      `text\n\n${line}more\n`,
      `text\n\n${line.replace(' a ', ' a+b ')}`,
      `text\n\n${line.replace(' a ', ' a\u2003b ')}`,
      `text\n\n${line.repeat(65)}`,
    ]) {
      expect(readNote(Buffer.from(bad)), JSON.stringify(bad.slice(0, 30))).toBeNull();
    }
    expect(readNote(Buffer.concat([Buffer.of(0xff), Buffer.from(`text\n\n${line}`)]))).toBeNull();
  });
});

describe('what is served', () => {
  async function served(entries: boolean) {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(300)));
    const store = memoryLogStore();
    await ledger.sequencer(store).step();
    await store.create('plan/303', Buffer.from('plan'));
    return { store, serve: createLogServer({ store, entries }) };
  }

  it('is checkpoint and tiles, by their types, and nothing else', async () => {
    const { store, serve } = await served(false);
    const checkpoint = await serve('GET', '/checkpoint');
    expect(checkpoint).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
    });
    expect(Buffer.from(checkpoint.body)).toEqual(store.objects.get('checkpoint'));
    const tile = await serve('HEAD', '/tile/0/000');
    expect(tile.headers['content-type']).toBe('application/octet-stream');
    expect(tile.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of [
      '/tile/entries/000',
      '/tile/entries/001.p/47',
      '/plan/303',
      '/',
      '',
      '//checkpoint',
      '/checkpoint/',
      '/../checkpoint',
      '/tile/0/001',
      '/tile/0/%2e%2e/x',
    ]) {
      expect((await serve('GET', path)).status, path).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await serve(method, '/checkpoint')).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
  });

  it('is entries too only where that is wanted, and then in no shared cache', async () => {
    const { serve } = await served(true);
    const bundle = await serve('GET', '/tile/entries/000');
    expect(bundle).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'private, max-age=31536000, immutable' },
    });
    expect((await serve('GET', '/plan/303')).status).toBe(404);
  });

  it('is 503 while the store is away', async () => {
    const serve = createLogServer({
      entries: false,
      store: {
        get: async () => {
          throw new UpstreamUnavailableError('away');
        },
      },
    });
    expect((await serve('GET', '/checkpoint')).status).toBe(503);
  });
});

describe('a proof of an entry', () => {
  it('holds for each entry of a log, and is refused for what does not fit', async () => {
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(300)));
    const store = memoryLogStore();
    await ledger.sequencer(store).step();
    const name = { origin: ledger.installation.origin, keys: [ledger.logVkey] };
    const entries = readLog(store.objects, ledger.logVkey);
    for (const [index, entry] of entries.entries()) {
      const proof = await proveEntry(store, name, index);
      const head = openCheckpoint(proof.checkpoint, name.origin, name.keys);
      expect(head !== null && holdsInclusion(head, index, leafHash(entry), proof.hashes)).toBe(true);
      expect(Buffer.compare(proof.entry, entry)).toBe(0);
    }
    for (const index of [-1, 0.5, entries.length, Number.NaN]) {
      await expect(proveEntry(store, name, index)).rejects.toThrow(RangeError);
    }
    const bundle = store.objects.get('tile/entries/001.p/47') ?? Buffer.alloc(0);
    bundle[10] = (bundle[10] ?? 0) ^ 1;
    await expect(proveEntry(store, name, 256)).rejects.toMatchObject({
      detail: 'the entry does not fit the checkpoint',
    });
  });
});

describe('a finding', () => {
  it('is told once in a while', () => {
    const told: string[] = [];
    let now = 0;
    const gate = createFindingGate(
      ({ code }) => told.push(code),
      () => now,
    );
    for (let second = 0; second < 150; second += 1) {
      now += 1_000;
      gate({ code: 'SOURCE_AWAY', source: 'file' });
      if (second === 5) gate({ code: 'SOURCE_AWAY', source: 'dynamodb' });
    }
    expect(told).toHaveLength(4);
  });
});
