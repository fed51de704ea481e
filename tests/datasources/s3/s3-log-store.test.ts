import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createS3Client } from '../../../datasources/s3/s3-client.ts';
import { createS3LogStore } from '../../../datasources/s3/s3-log-store.ts';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { readLog } from '../../ledger/log/read-log.ts';
import { records, smallLedger } from '../../ledger/log/small-ledger.ts';
import type { S3Fault } from '../../support/s3-stand-in.ts';
import { openBucket } from './open-bucket.ts';

const NOW = Date.parse('2030-02-28T12:00:00Z');

async function open(lockYears: number | null = 6) {
  const { s3, place } = await openBucket(() => NOW);
  const store = createS3LogStore({ ...place, clock: () => NOW, lockYears });
  return { s3, store };
}

const text = (bytes: Uint8Array | null) => (bytes === null ? null : String(Buffer.from(bytes)));
const bytes = (given: string) => Buffer.from(given);

describe('the log in a bucket', () => {
  it('creates once and never replaces', async () => {
    const { s3, store } = await open();
    expect(await store.get('tile/0/000')).toBeNull();
    expect(await store.create('tile/0/000', bytes('first'))).toBe('created');
    expect(await store.create('tile/0/000', bytes('second'))).toBe('exists');
    expect(text(await store.get('tile/0/000'))).toBe('first');
    expect([...s3.objects.keys()]).toEqual(['live/tile/0/000']);
    const put = s3.calls.find(({ method }) => method === 'PUT');
    expect(put?.headers['if-none-match']).toBe('*');
    expect(put?.headers['x-amz-checksum-sha256']).toBeDefined();
  });

  it('locks what lasts for six years, and not what will be removed', async () => {
    const { s3, store } = await open();
    for (const path of [
      'tile/0/000',
      'tile/entries/000',
      'tile/0/001.p/7',
      'tile/entries/001.p/7',
      'plan/7',
    ]) {
      await store.create(path, bytes(path));
    }
    await store.replaceCheckpoint(bytes('checkpoint'), null);
    const locks = Object.fromEntries(
      [...s3.objects].map(([key, [version]]) => [key, version?.lockedUntil?.toISOString() ?? null]),
    );
    const until = '2036-02-28T12:00:00.000Z';
    expect(locks).toEqual({
      'live/tile/0/000': until,
      'live/tile/entries/000': until,
      'live/checkpoint': until,
      'live/tile/0/001.p/7': null,
      'live/tile/entries/001.p/7': null,
      'live/plan/7': null,
    });
    for (const call of s3.calls.filter(({ headers }) => 'x-amz-object-lock-mode' in headers)) {
      expect(call.headers['x-amz-object-lock-mode']).toBe('COMPLIANCE');
    }
    await expect(store.remove('tile/0/000')).rejects.toThrow(UpstreamUnavailableError);
    expect(text(await store.get('tile/0/000'))).toBe('tile/0/000');
    for (const path of ['tile/0/001.p/7', 'plan/7']) {
      await store.remove(path);
      expect(s3.objects.has(`live/${path}`)).toBe(false);
    }
    await store.remove('plan/7');
  });

  it('asks for no lock where the bucket has none', async () => {
    const { s3, store } = await open(null);
    await store.create('tile/0/000', bytes('tile'));
    expect(s3.objects.get('live/tile/0/000')?.[0]?.lockedUntil).toBeNull();
  });

  it('reads what was written first, whatever was put or deleted over it', async () => {
    const { s3, store } = await open();
    await store.create('tile/0/000', bytes('first'));
    await store.create('tile/0/000.p/9', bytes('another name'));
    const [first] = s3.objects.get('live/tile/0/000') ?? [];
    if (first === undefined) throw new Error('nothing was put');
    const later = Array.from({ length: 7 }, (_, at) => ({
      ...first,
      id: `later${at}`,
      bytes: bytes(`later ${at}`),
    }));
    s3.objects.set('live/tile/0/000', [{ ...first, id: 'marker', bytes: null }, ...later, first]);
    expect(text(await store.get('tile/0/000'))).toBe('first');
    s3.page = 3;
    expect(text(await store.get('tile/0/000'))).toBe('first');
    s3.page = 1;
    expect(text(await store.get('tile/0/000'))).toBe('first');
  });

  it('replaces the checkpoint only in the place of the one expected', async () => {
    const { store } = await open();
    expect(await store.replaceCheckpoint(bytes('a'), bytes('b'))).toBe(false);
    expect(await store.replaceCheckpoint(bytes('a'), null)).toBe(true);
    expect(await store.replaceCheckpoint(bytes('b'), null)).toBe(false);
    expect(await store.replaceCheckpoint(bytes('b'), bytes('a'))).toBe(true);
    expect(await store.replaceCheckpoint(bytes('c'), bytes('a'))).toBe(false);
    expect(text(await store.get('checkpoint'))).toBe('b');
  });

  it('of many who replace it at once, one does', async () => {
    const { s3, store } = await open();
    await store.replaceCheckpoint(bytes('0'), null);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.replaceCheckpoint(bytes(`next ${at}`), bytes('0'))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(text(await store.get('checkpoint'))).toBe(`next ${answers.indexOf(true)}`);
    const condition = s3.calls.filter(({ method }) => method === 'PUT').slice(1);
    expect(condition.every(({ headers }) => headers['if-match'] !== undefined)).toBe(true);
  });

  it('leads nowhere else', async () => {
    const { s3, store } = await open();
    for (const path of ['../x', 'tile/0/1', 'plan/01', 'checkpoint/', '']) {
      await expect(store.get(path), path).rejects.toThrow(RangeError);
      await expect(store.create(path, bytes('x')), path).rejects.toThrow(RangeError);
      await expect(store.remove(path), path).rejects.toThrow(RangeError);
    }
    await expect(store.create('checkpoint', bytes('x'))).rejects.toThrow(RangeError);
    expect(s3.calls).toEqual([]);
  });
});

describe('a bucket that fails', () => {
  /** The first `count` calls of a method meet a fault. */
  const faults = (method: string, fault: S3Fault, count: number) => {
    let left = count;
    return (call: { readonly method: string }) => {
      if (call.method !== method || left === 0) return undefined;
      left -= 1;
      return fault;
    };
  };

  it('is asked again when it is slow, throttled or cut off, and nothing is done twice', async () => {
    for (const fault of [
      { status: 503, code: 'SlowDown' },
      { status: 500, code: 'InternalError' },
      'cut-before',
      'cut-after',
      'hang',
    ] as const) {
      const { s3, store } = await open();
      await store.replaceCheckpoint(bytes('a'), null);
      s3.fault = faults('PUT', fault, 1);
      // An answer that was lost makes the second try find the object there.
      expect(['created', 'exists']).toContain(await store.create('tile/0/000', bytes('tile')));
      s3.fault = faults('PUT', fault, 1);
      expect(await store.replaceCheckpoint(bytes('b'), bytes('a')), JSON.stringify(fault)).toBe(true);
      s3.fault = faults('GET', fault, 1);
      expect(text(await store.get('tile/0/000'))).toBe('tile');
      expect(s3.objects.get('live/tile/0/000')).toHaveLength(1);
      expect(s3.objects.get('live/checkpoint')).toHaveLength(2);
    }
  });

  it('is unavailable when it stays away, and says no more than a name', async () => {
    for (const fault of [
      { status: 503, code: 'SlowDown' },
      { status: 403, code: 'AccessDenied' },
      { status: 409, code: 'ConditionalRequestConflict' },
      'cut-before',
    ] as const) {
      const { s3, store } = await open();
      s3.fault = () => fault;
      const made: unknown = await store.create('tile/0/000', bytes('tile')).catch((error: unknown) => error);
      expect(made).toBeInstanceOf(UpstreamUnavailableError);
      expect(JSON.stringify(made)).not.toContain('live/');
      await expect(store.get('tile/0/000')).rejects.toThrow(UpstreamUnavailableError);
      await expect(store.get('checkpoint')).rejects.toThrow(UpstreamUnavailableError);
      await expect(store.remove('plan/7')).rejects.toThrow(UpstreamUnavailableError);
      await expect(store.replaceCheckpoint(bytes('a'), null)).rejects.toThrow(UpstreamUnavailableError);
    }
  });

  it('is no bucket when its name is another’s', async () => {
    const { s3 } = await open();
    const client = createS3Client({ endpoint: s3.url, region: 'us-east-1' });
    const store = createS3LogStore({
      client,
      bucket: 'other',
      prefix: '',
      clock: () => NOW,
      lockYears: null,
    });
    await expect(store.get('checkpoint')).rejects.toThrow(UpstreamUnavailableError);
    await expect(store.create('plan/0', bytes('x'))).rejects.toThrow(UpstreamUnavailableError);
    client.destroy();
  });

  it('that changes a body on its way is not believed', async () => {
    // Whatever the machine's settings say of checksums.
    vi.stubEnv('AWS_RESPONSE_CHECKSUM_VALIDATION', 'when_required');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { s3, store } = await open();
    await store.create('tile/0/000', bytes('tile'));
    s3.lie = (_key, given) => Buffer.from(given.map((byte) => byte ^ 1));
    await expect(store.get('tile/0/000')).rejects.toThrow(UpstreamUnavailableError);
    s3.lie = (_key, given) => given.subarray(1);
    await expect(store.get('tile/0/000')).rejects.toThrow(UpstreamUnavailableError);
  });

  it('holds a log that sequencers wrote through its faults', async () => {
    const { s3, store } = await open();
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]));
    let call = 0;
    s3.fault = () => {
      call += 1;
      if (call % 7 === 0) return { status: 503, code: 'SlowDown' };
      return call % 11 === 0 ? 'cut-after' : undefined;
    };
    for (let step = 0; step < 6; step += 1) {
      ledger.source.put(chain.seal('records', records(90)));
      await ledger.sequencer(store).step();
    }
    s3.fault = () => undefined;
    for (let step = 0; step < 3; step += 1) await ledger.sequencer(store).step();
    const objects = new Map(
      [...s3.objects].map(([key, versions]) => [
        key.slice('live/'.length),
        (key === 'live/checkpoint' ? versions[0] : versions.at(-1))?.bytes ?? Buffer.alloc(0),
      ]),
    );
    expect(readLog(objects, ledger.logVkey)).toHaveLength(2 + 6 * 91);
    for (const [key, versions] of s3.objects) {
      if (key !== 'live/checkpoint') expect(versions, key).toHaveLength(1);
    }
  });

  it('shows a sequencer that a store lies about what it keeps', async () => {
    const { s3, store } = await open();
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(300)));
    await ledger.sequencer(store).step();
    const [kept] = s3.objects.get('live/tile/entries/000') ?? [];
    if (kept?.bytes == null) throw new Error('nothing was put');
    // With a checksum to match.
    const bytes_ = Buffer.from(kept.bytes);
    bytes_[99] = (bytes_[99] ?? 0) ^ 1;
    s3.objects.set('live/tile/entries/000', [{ ...kept, bytes: bytes_, sha256: null }]);
    expect(await ledger.sequencer(store).step()).toEqual({ kind: 'held', code: 'LOG_DAMAGED' });
  });
});
