import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frameBytes, writeFrame } from '../../../src/ledger/segments/frame.ts';
import { readHeader } from '../../../src/ledger/segments/read-header.ts';
import { scanSegment } from '../../../src/ledger/segments/scan-segment.ts';
import { FRAME, framesIn, readFrames } from '../../../src/ledger/verify/read-frames.ts';
import { collectLedger } from '../collect-ledger.ts';
import { openTestLedger, TEST_INSTALLATION } from '../open-test-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { verifySegments } from '../support/verify-segments.ts';
import { tempDirectory } from '../temp-directory.ts';

/** Every fourth byte begins what claims to be a frame of 64 kB. */
function claims(bytes: number): Buffer {
  const junk = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 4) junk.set([1, 0, 1], at);
  return junk;
}

const HOSTILE = 192 * 1024;
const TEXT = Buffer.from('{}');
const whole = Buffer.alloc(frameBytes(TEXT));
writeFrame(whole, 0, 'record', TEXT);

async function met(bytes: Buffer) {
  const path = join(await tempDirectory(), 'seg.log');
  await writeFile(path, bytes);
  const verified: unknown[] = [];
  for await (const { kind, offset, end } of readFrames(path, Number.POSITIVE_INFINITY))
    verified.push({ kind, offset, end });
  const scanned: unknown[] = [];
  for await (const { kind, offset, end } of scanSegment(path)) scanned.push({ kind, offset, end });
  return { path, verified, scanned };
}

test('whoever makes every byte claim to be a frame is not followed for long, and both readers say how far', async () => {
  const bytes = Buffer.concat([whole, Buffer.of(9), claims(HOSTILE), whole]);
  const { path, verified, scanned } = await met(bytes);
  const first = { kind: 'frame', offset: 0, end: whole.length };
  const rest = { kind: 'unsearched', offset: whole.length, end: bytes.length };
  expect(verified).toEqual([first, rest]);
  expect(scanned).toEqual([first, rest]);
  // What is told behind many small damages is bounded together, and no damage by itself.
  const stutter = Buffer.concat(
    Array.from({ length: 400 }, () => Buffer.concat([claims(4), Buffer.alloc(4), Buffer.of(1), whole])),
  );
  const many = await met(Buffer.concat([stutter, Buffer.alloc(70_000)]));
  expect(many.verified.at(-1)).toMatchObject({ kind: 'unsearched' });
  expect(many.scanned.at(-1)).toMatchObject({ kind: 'unsearched' });
  expect(await readHeader(path)).toBeNull();
});

test('behind a little of it the next whole frame is found as ever', async () => {
  const bytes = Buffer.concat([whole, claims(64), whole, Buffer.from('torn')]);
  const at = whole.length + 64;
  const { verified, scanned } = await met(bytes);
  expect(verified).toEqual([
    { kind: 'frame', offset: 0, end: whole.length },
    { kind: 'damage', offset: whole.length, end: at },
    { kind: 'frame', offset: at, end: at + whole.length },
    { kind: 'tail', offset: at + whole.length, end: bytes.length },
  ]);
  expect(scanned).toEqual(
    verified.map((item) =>
      JSON.stringify(item).includes('damage') ? { ...Object(item), kind: 'gap' } : item,
    ),
  );
});

test('where nobody searches the first that is no frame ends it', async () => {
  const bytes = Buffer.concat([whole, Buffer.from('no frame'), whole]);
  const { path } = await met(bytes);
  const kinds = [];
  for await (const { kind } of scanSegment(path, Number.POSITIVE_INFINITY, 0, false)) kinds.push(kind);
  for await (const { kind } of readFrames(path, Number.POSITIVE_INFINITY, false)) kinds.push(kind);
  for (const { kind } of framesIn(bytes, 0, 0)) kinds.push(kind);
  expect(kinds).toEqual(Array(3).fill(['frame', 'unsearched']).flat());
  expect(FRAME.record).toBe(2);
});

test('what was not searched is a finding, also where a torn tail would be none', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  await ledger.append(sampleRecord({ id: 'r1' }));
  await ledger.append(sampleRecord({ id: 'r2' }));
  const [name = ''] = await readdir(directory);
  const running = await readFile(join(directory, name));
  await ledger.close();
  const put = (bytes: Buffer) => writeFile(join(directory, name), bytes);
  await put(Buffer.concat([running, Buffer.from('torn')]));
  expect((await verifySegments(directory, TEST_INSTALLATION)).findings).toEqual([]);
  expect((await collectLedger(directory)).findings).toEqual([]);
  await put(Buffer.concat([running, claims(HOSTILE)]));
  const { findings } = await verifySegments(directory, TEST_INSTALLATION);
  expect(findings).toMatchObject([
    {
      code: 'SEGMENT_DAMAGED',
      where: `${name}@${running.length}`,
      detail: expect.stringContaining('given up'),
    },
  ]);
  const read = await collectLedger(directory);
  expect(read.records.map(({ record }) => record.id)).toEqual(['r1', 'r2']);
  expect(read.findings).toMatchObject([{ code: 'DAMAGED', offset: running.length, after: 'r2' }]);
});
