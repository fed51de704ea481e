import { expect, test } from 'vitest';
import { isLocked } from '../../../datasources/s3/object-lock.ts';
import { createS3LogStore } from '../../../datasources/s3/s3-log-store.ts';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { openBucket } from './open-bucket.ts';

const NOW = Date.parse('2030-02-28T12:00:00Z');
const YEAR = 366 * 86_400_000;

test('tells a lock that holds from none, from one that has run out, and from one that was put on top', async () => {
  const { s3, place } = await openBucket(() => NOW, { maxAttempts: 1 });
  const write = (path: string, lockYears: number | null) =>
    createS3LogStore({ ...place, clock: () => NOW, lockYears }).create(path, Buffer.from(path));
  await write('tile/0/000', 6);
  await write('tile/0/001', null);
  expect(await isLocked(place, 'tile/0/000', NOW)).toBe(true);
  expect(await isLocked(place, 'tile/0/000', NOW + 7 * YEAR)).toBe(false);
  expect(await isLocked(place, 'tile/0/001', NOW)).toBe(false);
  expect(await isLocked(place, 'tile/0/002', NOW)).toBe(false);
  // What was written first is what is read, and what must be locked.
  const [locked] = s3.objects.get('live/tile/0/000') ?? [];
  const [bare] = s3.objects.get('live/tile/0/001') ?? [];
  if (locked === undefined || bare === undefined) throw new Error('no object');
  s3.objects.set('live/tile/0/001', [{ ...locked, id: 'v9' }, bare]);
  expect(await isLocked(place, 'tile/0/001', NOW)).toBe(false);
  s3.fault = () => ({ status: 500, code: 'InternalError' });
  await expect(isLocked(place, 'tile/0/000', NOW)).rejects.toThrow(UpstreamUnavailableError);
});
