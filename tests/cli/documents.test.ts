import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../datasources/open-store.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { clientEntry } from '../support/client-registration.ts';
import { runCommand } from '../support/gateway-process.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const NAMES = 'query Names($id: ID!) { patient(id: $id) { name { family } } }';
const PROBLEMS =
  'query Problems($id: ID!) { patient(id: $id) { conditions { edges { node { code { text } } } } } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let gateway: TestGateway;
let folder: string;
beforeAll(async () => {
  gateway = await runGateway();
  folder = await mkdtemp(join(tmpdir(), 'phield-documents-'));
  const store = await openStore(gateway.config, Date.now);
  await store.clients.change(DEVELOPMENT_ISSUER, 'app', () => clientEntry({ tenant: 'riverside' }));
  await store.clients.change(DEVELOPMENT_ISSUER, 'lake', () => clientEntry({ tenant: 'lakeside' }));
  await store.close();
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

const write = async (name: string, text: string) => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};
const documents = async (...args: string[]) => {
  const done = await runCommand(['documents', ...args], { PHIELD_DATA_DIR: gateway.config.dataDir });
  const json = args.includes('--json') && done.stdout !== '' ? JSON.parse(done.stdout) : null;
  return { ...done, json };
};
const here = ['--tenant', 'riverside', '--client', 'app'];
const manifest = (...texts: string[]) =>
  JSON.stringify(Object.fromEntries(texts.map((text) => [sha256(text), text])));

describe('phield documents, beside a gateway that runs', () => {
  it('publishes, lists, shows, approves and retires, each on record', async () => {
    const file = await write('names.json', manifest(NAMES));
    const id = sha256(NAMES);
    const published = await documents('publish', ...here, file);
    expect([published.code, published.stderr, published.stdout]).toEqual([
      0,
      '',
      `proposed  PROPOSED  Names  ${id}\n`,
    ]);
    expect((await documents('publish', ...here, file)).stdout).toContain('known  PROPOSED');
    const listed = await documents('list', '--tenant', 'riverside', '--status', 'PROPOSED', '--json');
    expect(listed.json.documents).toMatchObject([{ id, client: 'app', difference: { widened: true } }]);
    const shown = await documents('show', ...here, id);
    expect(shown.stdout).toContain('Patient.name');
    expect(shown.stdout).toContain(NAMES);
    const approved = await documents('approve', ...here, id, '--reason', 'names only');
    expect([approved.code, approved.stdout]).toEqual([0, `APPROVED  app  ${id}\n`]);
    expect(approved.stderr).toContain('+ coordinate Patient.name');
    const again = await documents('approve', ...here, id);
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect((await documents('retire', ...here, id, '--json')).json).toEqual({
      id,
      client: 'app',
      status: 'RETIRED',
    });
    const acts = (await gateway.events()).filter(({ resource }) => resource.type === 'RegisteredDocument');
    expect(acts.map(({ coordinate, tenant, resource }) => [coordinate, tenant, resource.id])).toEqual([
      ['Mutation.publishDocuments', 'riverside', `app/${id}`],
      ['Mutation.approveDocument', 'riverside', `app/${id}`],
      ['Mutation.retireDocument', 'riverside', `app/${id}`],
    ]);
  }, 60_000);

  it('sends with an approval the footprint that it prints, as JSON too', async () => {
    const file = await write('problems.json', manifest(PROBLEMS));
    const id = sha256(PROBLEMS);
    await documents('publish', ...here, file);
    const { footprint } = (await documents('show', ...here, id, '--json')).json;
    expect((await documents('approve', ...here, id, '--json')).json).toEqual({
      id,
      client: 'app',
      status: 'APPROVED',
      footprint: footprint.hash,
    });
    expect((await documents('retire', ...here, id)).code).toBe(0);
  }, 60_000);

  it('publishes for clients of the tenant and of the house alone', async () => {
    const file = await write('house.json', manifest(NAMES));
    const published = async (client: string) => {
      const done = await documents('publish', '--tenant', 'riverside', '--client', client, file, '--json');
      return [done.code, done.json.accepted ?? done.json.refused];
    };
    // Registered for every tenant, and named by the issuer's entry without being registered.
    expect(await published('demo-portal')).toEqual([0, true]);
    expect(await published('demo-clinical-feed')).toEqual([0, true]);
    for (const client of ['ap', 'lake']) {
      expect(await published(client)).toEqual([
        1,
        `--client: riverside has no client ${client}; see phield clients list --tenant riverside, ` +
          `or register it first: phield clients register --client ${client} --tenant riverside …`,
      ]);
      const listed = await documents('list', '--tenant', 'riverside', '--client', client, '--json');
      expect(listed.json.documents).toEqual([]);
    }
  }, 60_000);

  it('tells findings with file and place, and publishes nothing', async () => {
    const wrong = await write(
      'wrong.json',
      JSON.stringify({ [sha256(PROBLEMS)]: NAMES, fine: PROBLEMS }, null, 1),
    );
    const done = await documents('publish', ...here, wrong);
    expect([done.code, done.stderr]).toEqual([1, '']);
    expect(done.stdout).toBe(
      `${wrong}:2: the id looks like the sha256 hash of the text, and is not\nnothing was published\n`,
    );
    const twice = await write(
      'twice.json',
      `{"a": ${JSON.stringify(NAMES)},\n"a": ${JSON.stringify(NAMES)}}`,
    );
    const refused = await documents('publish', ...here, twice, '--json');
    expect([refused.code, refused.json.accepted, refused.json.findings[0].place]).toEqual([
      1,
      false,
      `${twice}:2`,
    ]);
    const list = await documents('list', ...here, '--status', 'PROPOSED', '--json');
    expect(list.json.documents).toEqual([]);
  }, 60_000);

  it.each([
    ['no tenant', ['list'], 2, '--tenant: expected, or --url'],
    ['a tenant that is not there', ['list', '--tenant', 'nowhere'], 1, 'no nowhere.yaml'],
    [
      'a status that is none',
      ['list', '--tenant', 'riverside', '--status', 'OPEN'],
      2,
      '--status: expected one of',
    ],
    ['a file that is not there', ['publish', '--tenant', 'riverside', 'x.json'], 1, 'x.json: no such file'],
    ['a document that is not there', ['show', ...here, 'nothing'], 1, 'no such document'],
    [
      'a tenant beside a gateway',
      ['list', ...here, '--url', 'https://x.test', '--token', 'x'],
      2,
      'not with --url',
    ],
    ['a gateway without a token', ['list', '--url', 'https://x.test'], 2, '--token: expected'],
    ['a token in the clear', ['list', '--url', 'http://x.test', '--token', 'x'], 2, 'expected https'],
    ['no gateway there', ['list', '--url', 'http://127.0.0.1:9', '--token', 'x'], 1, 'cannot be reached'],
    ['a reason of two lines', ['reject', ...here, 'a', '--reason', 'a\nb'], 1, 'in one line'],
    ['a long reason', ['reject', ...here, 'a', '--reason', 'x'.repeat(501)], 2, 'at most 500'],
  ])(
    'refuses %s',
    async (_name, args, code, message) => {
      const done = await documents(...args);
      expect([done.code, done.stdout]).toEqual([code, '']);
      expect(done.stderr).toContain(message);
    },
    30_000,
  );
});

describe('phield documents --url', () => {
  const system = () =>
    gateway.token({
      roles: ['SYSTEM'],
      sub: 'demo-clearinghouse',
      client: 'demo-clearinghouse',
      purposes: ['HPAYMT'],
      scope: 'system/Claim.rs',
      multiFactor: false,
    });
  const officer = () => gateway.persona('privacy-officer');

  it('publishes by the client’s own token, and is reviewed by an officer’s', async () => {
    const through = async (token: Promise<string>) => ['--url', gateway.url, '--token', await token];
    const many = Array.from({ length: 60 }, (_, n) => NAMES.replace('Names', `Names${n}`));
    const file = await write('many.json', manifest(...many));
    const published = await documents('publish', ...(await through(system())), file, '--json');
    expect(published.json).toMatchObject({ accepted: true, findings: [] });
    expect(published.json.documents).toHaveLength(60);

    const id = sha256(many[59] ?? '');
    const forbidden = await documents(
      'approve',
      '--client',
      'demo-clearinghouse',
      ...(await through(system())),
      id,
    );
    expect([forbidden.code, forbidden.stdout]).toEqual([1, '']);
    expect(forbidden.stderr).toContain('FORBIDDEN: not permitted');
    const approved = await documents(
      'approve',
      '--client',
      'demo-clearinghouse',
      ...(await through(officer())),
      id,
    );
    expect([approved.code, approved.stdout]).toEqual([0, `APPROVED  demo-clearinghouse  ${id}\n`]);
    const listed = await documents('list', ...(await through(system())), '--status', 'APPROVED', '--json');
    expect(listed.json.documents).toMatchObject([{ id, status: 'APPROVED' }]);
  }, 60_000);

  it('tells findings at their place in the caller’s own file', async () => {
    const file = await write(
      'unfit.json',
      JSON.stringify({ fine: NAMES, unfit: 'query A { nowhere }' }, null, 1),
    );
    const done = await documents('publish', '--url', gateway.url, '--token', await system(), file);
    expect([done.code, done.stdout]).toEqual([
      1,
      `${file}:3: Cannot query field "nowhere" on type "Query". (1:11)\nnothing was published\n`,
    ]);
  }, 30_000);

  it('publishes for no other client than the token’s', async () => {
    const file = await write('other.json', JSON.stringify({ other: NAMES }));
    const done = await documents(
      'publish',
      '--client',
      'app',
      '--url',
      gateway.url,
      '--token',
      await system(),
      file,
    );
    expect([done.code, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain('the token is of demo-clearinghouse');
  }, 30_000);
});
