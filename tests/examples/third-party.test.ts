import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type App,
  awaitReview,
  createApp,
  discover,
  getToken,
  idOf,
  publish,
  runDocument,
  type Server,
} from '../../examples/third-party/app.ts';
import { codesOf } from '../support/answered.ts';
import { runCommand } from '../support/gateway-process.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const CLIENT = 'growth-chart';
const SCOPE = 'system/Patient.rs system/Observation.rs';
const soon = { everyMs: 50, times: 200 };

let gateway: TestGateway;
let server: Server;
let app: App;
let text: string;
beforeAll(async () => {
  gateway = await runGateway();
  const registered = await runCommand(
    [
      ...['clients', 'register', '--client', CLIENT, '--tenant', 'riverside', '--kind', 'machine', '--dpop'],
      ...['--name', 'Growth chart', '--contact', 'ops@growth.example', '--roles', 'SYSTEM', '--no-free-form'],
      ...['--purposes', 'TREAT', '--default-purpose', 'TREAT', '--scope', SCOPE],
      ...['--agreement', 'A-17', '--agreement-expires', '2999'],
    ],
    { PHIELD_DATA_DIR: gateway.config.dataDir },
  );
  expect([registered.code, registered.stderr]).toEqual([0, '']);
  server = await discover(gateway.url);
  app = await createApp(CLIENT, SCOPE);
  text = await readFile('examples/third-party/vital-signs.graphql', 'utf8');
});
afterAll(() => gateway?.close());

describe('an app of somebody else’s', () => {
  it('finds the server, proposes its operation, waits, and runs what was approved with proofs of its key', async () => {
    expect(server.resource).toBe(`${gateway.url}/graphql`);
    const token = await getToken(server, app);
    const id = await publish(server, app, token, text);
    expect(id).toBe(idOf(text));

    // Known, and yet the same as unknown until somebody has approved it.
    const early = await runDocument(server, app, token, id, { first: 2 });
    const unknown = await runDocument(server, app, token, idOf('{ me { id } }'), {});
    expect([early.code, unknown.code]).toEqual(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_FOUND']);
    expect(await awaitReview(server, app, token, id, { everyMs: 1, times: 2 })).toBe(false);

    const officer = await gateway.persona('privacy-officer');
    const approved = await gateway.ask(
      officer,
      'mutation A($c: String!, $id: ID!) { approveDocument(client: $c, id: $id) { status } }',
      { variables: { c: CLIENT, id } },
    );
    expect(approved.body?.data).toEqual({ approveDocument: { status: 'APPROVED' } });

    expect(await awaitReview(server, app, token, id, soon)).toBe(true);
    // What was not found is remembered for some seconds at most.
    await expect
      .poll(async () => (await runDocument(server, app, token, id, { first: 2 })).code, { timeout: 8_000 })
      .toBe(null);
    const answer = await runDocument(server, app, token, id, { first: 2 });
    expect(JSON.stringify(answer.data)).toContain('"unit"');
  });

  it('runs nothing else, and nobody runs anything with its token but with its key', async () => {
    const token = await getToken(server, app);
    const adHoc = await gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect([adHoc.status, codesOf(adHoc)]).toEqual([401, ['UNAUTHENTICATED']]);
    const thief = await createApp(CLIENT, SCOPE);
    const stolen = await runDocument(server, thief, token, idOf(text), { first: 1 });
    expect([stolen.status, stolen.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('is told what is wrong with an operation that the schema has not', async () => {
    const token = await getToken(server, app);
    await expect(publish(server, app, token, '{ nothing }')).rejects.toThrow('not published');
  });

  it('gets no token as anybody who is not registered as a machine', async () => {
    for (const name of ['nobody', 'demo-portal']) {
      await expect(getToken(server, await createApp(name, SCOPE))).rejects.toThrow('token: 400');
    }
  });
});
