import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectErrors, expectRefusal } from '../support/expect-refusal.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const PORTAL = 'https://portal.example';

let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  gateway = await runGateway({
    env: {
      PHIELD_CORS_ORIGINS: PORTAL,
      PHIELD_PUBLIC_URL: 'https://api.example/phield',
      PHIELD_HTTP_DRAFT_STATUS: 'true',
    },
  });
  token = await gateway.persona('physician');
});
afterAll(() => gateway.close());

const ask = (query: string, headers: Record<string, string> = {}) => gateway.ask(token, query, { headers });

it('pages of the origins that are set may ask, those of the public address too, and no others', async () => {
  const answer = await ask('{ me { tenant } }', { origin: PORTAL });
  expect(answer.body?.data).toEqual({ me: { tenant: 'riverside' } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
  expect((await ask('{ me { tenant } }', { origin: 'https://api.example' })).status).toBe(200);
  expectRefusal(await ask('{ me { tenant } }', { origin: 'https://evil.example' }), 403, 'FORBIDDEN');
});

it('the draft’s status codes are used where they are set', async () => {
  const partial = await ask('{ me { tenant } node(id: "nobody") { id } }');
  expect({ status: partial.status, data: partial.body?.data }).toEqual({
    status: 294,
    data: { me: { tenant: 'riverside' }, node: null },
  });
  const invalid = await ask('{ nothing }');
  expect(invalid.status).toBe(422);
  expectErrors(invalid, 'GRAPHQL_VALIDATION_FAILED');
  expect((await ask('{ me {')).status).toBe(400);
  expect((await ask('{ me { tenant } }')).status).toBe(200);
});

it('every answer forbids pages and keeping, whoever asks', async () => {
  for (const answer of [await ask('{ me { id } }'), await gateway.ask(null, '{ me { id } }')]) {
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('strict-transport-security')).toBeNull();
  }
});
