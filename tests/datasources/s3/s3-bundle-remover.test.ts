import { describe, expect, it } from 'vitest';
import { s3BundleRemover } from '../../../datasources/s3/s3-bundle-remover.ts';
import { createS3LogStore } from '../../../datasources/s3/s3-log-store.ts';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { openBucket } from './open-bucket.ts';

const WRITTEN = Date.parse('2030-02-28T12:00:00Z');
const YEAR = 365.25 * 86_400_000;
const PATH = 'tile/entries/000';

async function open() {
  const time = { now: WRITTEN };
  const { s3, place } = await openBucket(() => time.now, { maxAttempts: 1 });
  const store = createS3LogStore({ ...place, clock: () => WRITTEN, lockYears: 6 });
  for (const path of [PATH, 'tile/0/000']) await store.create(path, Buffer.from(path));
  return { s3, time, store, remover: s3BundleRemover(place) };
}

describe('bundles in a bucket', () => {
  it('stay while their lock holds, and go after it, their hashes never', async () => {
    const { s3, time, store, remover } = await open();
    time.now = WRITTEN + 5.9 * YEAR;
    expect(await remover.remove(PATH)).toBe('locked');
    expect(await store.get(PATH)).not.toBeNull();
    time.now = WRITTEN + 6.1 * YEAR;
    expect(await remover.remove(PATH)).toBe('removed');
    expect(await remover.remove(PATH)).toBe('absent');
    expect([...s3.objects.keys()]).toEqual(['live/tile/0/000']);
    for (const other of ['tile/0/000', 'checkpoint', 'tile/entries/000.p/7', '../tile/entries/000'])
      await expect(remover.remove(other)).rejects.toThrow(RangeError);
  });

  it('stay when somebody wrote over them, every version', async () => {
    const { s3, time, remover } = await open();
    const versions = s3.objects.get(`live/${PATH}`) ?? [];
    const [one] = versions;
    if (one === undefined) throw new Error('nothing was stored');
    s3.objects.set(`live/${PATH}`, [{ ...one, id: 'v999999', lockedUntil: null }, one]);
    time.now = WRITTEN + 6.1 * YEAR;
    expect(await remover.remove(PATH)).toBe('locked');
    expect(s3.objects.get(`live/${PATH}`)).toHaveLength(2);
  });

  it('are not said to be gone when the bucket does not answer', async () => {
    const { s3, remover } = await open();
    s3.fault = () => ({ status: 500, code: 'InternalError' });
    await expect(remover.remove(PATH)).rejects.toThrow(UpstreamUnavailableError);
    s3.fault = () => 'hang';
    await expect(remover.remove(PATH)).rejects.toThrow(UpstreamUnavailableError);
  });
});
