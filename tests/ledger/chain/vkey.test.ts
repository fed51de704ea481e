import { expect, test } from 'vitest';
import { isKeyName, keyIdHex, readVkey, writeVkey } from '../../../src/ledger/chain/vkey.ts';

// The example of the Go checksum database's note package, which C2SP signed-note describes.
const KNOWN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

test('a key known elsewhere has the same id and the same spelling here', () => {
  const vkey = readVkey(KNOWN);
  if (vkey === null) throw new Error('it must be readable');
  expect([vkey.name, vkey.type, vkey.publicKey.length]).toEqual(['PeterNeumann', 'note', 32]);
  expect(keyIdHex(vkey)).toBe('c74f20a3');
  expect(writeVkey(vkey)).toBe(KNOWN);
});

test('a witness’s key has another id than the same key that signs notes', () => {
  const publicKey = new Uint8Array(32).fill(7);
  const note = { name: 'a.example/w', type: 'note', publicKey } as const;
  const witness = { ...note, type: 'cosignature' } as const;
  expect(keyIdHex(note)).not.toBe(keyIdHex(witness));
  expect(readVkey(writeVkey(witness))).toEqual({ ...witness, publicKey: Buffer.from(publicKey) });
});

test.each([
  ['another id', KNOWN.replace('c74f20a3', 'c74f20a4')],
  ['another name', KNOWN.replace('PeterNeumann', 'PeterNewman')],
  ['another type', KNOWN.replace('+ARpc', '+Axpc')],
  ['base64 in a second spelling', `${KNOWN.slice(0, -1)}X`],
  ['a space', `${KNOWN} `],
  ['no name', KNOWN.replace('PeterNeumann', '')],
  ['a short key', KNOWN.slice(0, -4)],
])('%s is no key', (_, text) => {
  expect(readVkey(text)).toBeNull();
});

test('a name holds neither spaces nor plus signs', () => {
  expect(['a.example/log', 'x'].map(isKeyName)).toEqual([true, true]);
  expect(['', 'a b', 'a+b', 'a\u2028b', 'a\ud800'].map(isKeyName)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
