import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { startGateway } from '../../src/main.ts';
import type { TestGateway } from '../support/running-gateway.ts';
import { runGateway } from '../support/running-gateway.ts';

const LIST = '{ findings { edges { node { id detector actor state by version } } } }';
const CLOSE = `mutation($id: ID!, $version: Int!) {
  closeFinding(id: $id, version: $version, verdict: EXPECTED) { state by verdict } }`;

const KEY = Buffer.alloc(32, 7);

interface Notice {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let running: TestGateway;
let office: Server;
const notices: Notice[] = [];
beforeAll(async () => {
  office = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    notices.push({ headers: request.headers, body });
    response.end();
  });
  await once(office.listen(0, '127.0.0.1'), 'listening');
  const address = office.address();
  const port = typeof address === 'object' ? address?.port : 0;
  running = await runGateway({
    env: {
      PHIELD_SIGNALS_SECONDS: '1',
      PHIELD_SIGNALS_WEBHOOK: `http://127.0.0.1:${port}/hook`,
      PHIELD_SIGNALS_WEBHOOK_KEY: KEY.toString('base64'),
    },
  });
}, 120_000);
afterAll(async () => {
  await running.close();
  office.close();
});

const data = async (token: string, query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await running.ask(token, query, { variables });
  expect(body?.errors).toBeUndefined();
  return Object(body?.data);
};

/** What is recorded comes into the log, from there into the index, and from there to whoever looks. */
async function foundBy(token: string): Promise<Record<string, unknown>> {
  for (let left = 60; left > 0; left -= 1) {
    const { findings } = await data(token, LIST);
    const [edge] = findings.edges;
    if (edge !== undefined) return edge.node;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('nothing was found');
}

describe('a gateway', () => {
  it('finds by itself who tries id after id, and an officer closes it; another house hears nothing of it', async () => {
    const stranger = await running.persona('stranger');
    const many = Array.from({ length: 40 }, (_, at) => `a${at}: patient(id: "nobody-${at}") { gender }`);
    await running.ask(stranger, `{ ${many.slice(0, 20).join(' ')} }`);
    await running.ask(stranger, `{ ${many.slice(20).join(' ')} }`);

    const officer = await running.persona('privacy-officer');
    const { id, version, ...finding } = await foundBy(officer);
    expect(finding).toEqual({
      detector: 'denial-burst',
      actor: 'demo-stranger',
      state: 'OPEN',
      by: 'phield',
    });
    expect((await data(officer, CLOSE, { id, version })).closeFinding).toMatchObject({ verdict: 'EXPECTED' });

    const elsewhere = {
      sub: 'officer',
      roles: ['PRIVACY_OFFICER'],
      purposes: ['HOPERAT'],
      tenant: 'lakeside',
    };
    expect((await data(await running.token(elsewhere), LIST)).findings.edges).toEqual([]);
    const scans = (await running.events({ kinds: ['privileged'] })).filter(
      ({ operation }) => operation === 'signals_scanned',
    );
    expect(scans.map(({ tenant, actor }) => [tenant, actor]).toSorted()).toEqual([
      ['lakeside', 'phield'],
      ['riverside', 'phield'],
    ]);
    // The notice follows upon keeping.
    for (let left = 40; left > 0 && notices.length === 0; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const [{ headers, body } = { headers: {}, body: '' }] = notices;
    expect(JSON.parse(body)).toEqual({ type: 'phield.findings', tenant: 'riverside', findings: [id] });
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const signature = createHmac('sha256', KEY).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(notices).toHaveLength(1);
  }, 60_000);
});

describe('a webhook to which nothing may be sent', () => {
  it.each([
    ['in the clear', 'http://office.example/hook', Buffer.alloc(32).toString('base64')],
    ['under a weak key', 'https://office.example/hook', 'c2hvcnQ='],
    ['without a key', 'https://office.example/hook', undefined],
  ])('stops the start: %s', async (_what, url, key) => {
    const env = { PHIELD_DATA_DIR: running.config.dataDir, PORT: '0', PHIELD_SIGNALS_WEBHOOK: url };
    const config = loadConfig({ ...env, PHIELD_SIGNALS_WEBHOOK_KEY: key });
    await expect(startGateway(config)).rejects.toThrow(ConfigError);
  });
});
