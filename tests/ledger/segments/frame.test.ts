import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameBytes, readFrame, writeFrame } from '../../../src/ledger/segments/frame.ts';

function frameOf(payload: Buffer): Buffer {
  const bytes = Buffer.alloc(frameBytes(payload));
  expect(writeFrame(bytes, 0, 'record', payload)).toBe(bytes.length);
  return bytes;
}

test('a frame reads back as written', () => {
  const payload = Buffer.from('{"a":"\\n\u2028"}');
  const frame = readFrame(frameOf(payload), 0);
  expect(frame).toMatchObject({ type: 'record', payload });
});

test('any single flipped bit is found, in length, checksum, type and payload alike', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (payload, at) => {
      const bytes = frameOf(Buffer.from(payload));
      const bit = at % (bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(['partial', 'bad']).toContain(readFrame(bytes, 0));
    }),
  );
});

test('bytes that were never written are no frame: a file of zeros, as a lost page leaves it', () => {
  expect(readFrame(Buffer.alloc(4096), 0)).toBe('bad');
});

test('a frame cut anywhere asks for more', () => {
  const bytes = frameOf(Buffer.from('payload'));
  for (let length = 0; length < bytes.length; length += 1) {
    expect(readFrame(bytes.subarray(0, length), 0)).toBe('partial');
  }
});
