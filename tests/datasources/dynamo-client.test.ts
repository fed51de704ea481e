import { once } from 'node:events';
import { createServer } from 'node:http';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it, vi } from 'vitest';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';

afterEach(() => vi.unstubAllEnvs());

it('no credential of the machine goes to an endpoint of our own', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'CANARYKEYID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'canary-session');
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(JSON.stringify(request.headers));
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"TableNames":[]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const client = createDynamoClient({ endpoint: () => `http://127.0.0.1:${port}`, region: 'us-east-1' });
  await client.send(new ListTablesCommand({}));
  client.destroy();
  server.close();
  expect(seen).toHaveLength(1);
  expect(seen.join('')).toContain('embedded');
  expect(seen.join('').toLowerCase()).not.toContain('canary');
});
