import { generateKeyPairSync, sign } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { openKmsSigningKey } from '../../../datasources/keys/kms-signing-key.ts';
import { isSignedBy } from '../../../src/ledger/chain/signing-key.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const SPKI = publicKey.export({ type: 'spki', format: 'der' });

type Answer = (command: unknown) => unknown;

/** A client whose calls are answered here: what goes over the wire is the SDK's own affair. */
function clientOf(answer: Answer): KMSClient {
  const client = new KMSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  client.middlewareStack.add(
    () => async (args) => ({ output: { $metadata: {}, ...Object(answer(args.input)) }, response: {} }),
    { step: 'initialize', priority: 'high' },
  );
  return client;
}

const named = () => 'test.example/installation';

test('KMS signs what is sent, whole and not hashed before, and its public key is told', async () => {
  const asked: unknown[] = [];
  const client = clientOf((input) => {
    asked.push(input);
    const { Message } = Object(input);
    return Message === undefined ? { PublicKey: SPKI } : { Signature: sign(null, Message, privateKey) };
  });
  const key = await openKmsSigningKey(client, 'alias/ledger', named);
  const message = Buffer.from('message');
  expect(isSignedBy(key.publicKey, message, await key.sign(message))).toBe(true);
  expect(asked).toEqual([
    { KeyId: 'alias/ledger' },
    { KeyId: 'alias/ledger', Message: message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
  ]);
});

test.each<[string, Answer]>([
  ['no key', () => ({})],
  ['a key of another kind', () => ({ PublicKey: Buffer.concat([SPKI, Buffer.of(0)]) })],
  [
    'a key on another curve',
    () => ({ PublicKey: generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }) }),
  ],
  [
    'an error',
    () => {
      throw new Error('text of the service');
    },
  ],
])('%s in the place of an Ed25519 key is an outage', async (_, answer) => {
  await expect(openKmsSigningKey(clientOf(answer), 'k', named)).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
    detail: expect.not.stringContaining('text of the service'),
  });
});

test('a signature of another length is an outage', async () => {
  const client = clientOf((input) =>
    Object(input).Message === undefined ? { PublicKey: SPKI } : { Signature: Buffer.alloc(63) },
  );
  const key = await openKmsSigningKey(client, 'k', named);
  await expect(key.sign(Buffer.from('m'))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});
