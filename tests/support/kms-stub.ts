import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { z } from 'zod';

const Request = z.object({
  KeyId: z.string(),
  KeySpec: z.string().optional(),
  CiphertextBlob: z.base64().optional(),
  EncryptionContext: z.record(z.string(), z.string()),
});

export interface SeenCall {
  readonly operation: string;
  readonly keyId: string;
  readonly context: Readonly<Record<string, string>>;
}

/** A stand-in for AWS KMS that speaks its wire: JSON 1.1, GenerateDataKey and Decrypt with an encryption context. */
export interface KmsStub {
  readonly endpoint: string;
  readonly calls: readonly SeenCall[];
  /** Exception that every call is answered with, `'silence'` for no answer; `null`: none. */
  fail(type: string | null): void;
  close(): Promise<void>;
}

export async function startKmsStub(keyId: string): Promise<KmsStub> {
  const master = randomBytes(32);
  const calls: SeenCall[] = [];
  let failure: string | null = null;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const asked = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
    calls.push({ operation, keyId: asked.KeyId, context: asked.EncryptionContext });
    if (failure === 'silence') return;
    if (failure !== null) return refuse(response, failure);
    if (asked.KeyId !== keyId) return refuse(response, 'NotFoundException');
    const aad = Buffer.from(JSON.stringify(Object.entries(asked.EncryptionContext).sort()));
    if (operation === 'GenerateDataKey' && asked.KeySpec === 'AES_256') {
      const key = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(aad);
      const blob = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
      return answer(response, {
        KeyId: keyId,
        Plaintext: key.toString('base64'),
        CiphertextBlob: blob.toString('base64'),
      });
    }
    try {
      const blob = Buffer.from(asked.CiphertextBlob ?? '', 'base64');
      const decipher = createDecipheriv('aes-256-gcm', master, blob.subarray(0, 12)).setAAD(aad);
      decipher.setAuthTag(blob.subarray(-16));
      const key = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      answer(response, { KeyId: keyId, Plaintext: key.toString('base64') });
    } catch {
      refuse(response, 'InvalidCiphertextException');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    fail(type) {
      failure = type;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, type: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: type, message: 'refused' }));
}
