import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { loadConfig } from '../../src/config.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { queryLedger } from '../../src/ledger/query-ledger.ts';
import { registered } from '../documents/registered.ts';
import { clientEntry } from '../support/client-registration.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

const ISSUER = 'https://id.example/riverside';
const THIRD = [
  ...['--tenant', 'riverside', '--name', 'Growth Chart', '--contact', 'security@growth.example'],
  ...['--roles', 'PHYSICIAN', '--purposes', 'TREAT', '--scope', 'user/Patient.rs'],
  ...['--agreement', 'A-1', '--agreement-expires', '9998-12-31'],
];

const CHART = clientEntry({
  firstParty: false,
  tenant: 'riverside',
  agreement: { reference: 'A-1', expires: '9998-12-31' },
});

let dataDir: string;
let issuersFile: string;
/** Held, so that not every command starts one. */
let store: Store;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-clients-'));
  issuersFile = join(dataDir, 'issuers.json');
  const issuers = [
    {
      issuer: ISSUER,
      jwksUri: 'http://127.0.0.1:9/keys',
      audience: ['x'],
      tenants: ['riverside'],
      firstPartyClients: ['house-app'],
    },
  ];
  await writeFile(issuersFile, JSON.stringify({ issuers }));
  store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), Date.now);
});
afterAll(async () => {
  await store.close();
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const clients = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(['clients', ...args], { PHIELD_DATA_DIR: dataDir, PHIELD_ISSUERS_FILE: issuersFile, ...env });

/** Exit code and the one object it prints. */
async function json(...args: string[]): Promise<[number | null, unknown]> {
  const { code, stdout } = await clients([...args, '--json']);
  return [code, stdout === '' ? null : JSON.parse(stdout)];
}

const register = (client: string, entry: ClientEntry, issuer = DEVELOPMENT_ISSUER) =>
  store.clients.change(issuer, client, () => entry);

async function acts(): Promise<LedgerEvent[]> {
  const found: LedgerEvent[] = [];
  for await (const item of queryLedger(ledgerDirectory(dataDir), {})) {
    if (item.kind === 'event') found.push(item.event);
  }
  return found;
}

describe('phield clients', () => {
  it('registers, shows, suspends, resumes and removes a client, each on record', async () => {
    const stands = {
      client: 'chart',
      issuer: DEVELOPMENT_ISSUER,
      state: 'active',
      tenant: 'riverside',
      firstParty: false,
      allowedScopes: ['user/Patient.rs'],
      agreement: { reference: 'A-1', expires: '9998-12-31' },
      suspended: false,
    };
    const registered = { ok: true, client: expect.objectContaining(stands) };
    expect(await json('register', '--client', 'chart', ...THIRD)).toEqual([0, registered]);
    expect(await json('show', '--client', 'chart')).toEqual([0, registered]);
    const suspended = { ...stands, state: 'suspended', suspended: true };
    expect(await json('suspend', '--client', 'chart')).toEqual([
      0,
      { ok: true, client: expect.objectContaining(suspended) },
    ]);
    expect(await json('resume', '--client', 'chart')).toEqual([0, registered]);
    expect(await json('remove', '--client', 'chart')).toEqual([0, { ok: true, client: null }]);
    expect(await json('show', '--client', 'chart')).toEqual([
      1,
      { ok: false, finding: { reason: 'unknown' } },
    ]);
    expect(
      (await acts()).map(({ kind, tenant, coordinate, resource }) => [kind, tenant, coordinate, resource]),
    ).toEqual(
      ['register', 'suspend', 'resume', 'remove'].map((act) => [
        'privileged',
        'riverside',
        `Client.${act}`,
        { type: 'Client', id: 'chart' },
      ]),
    );
  });

  it('lists a tenant’s clients and the house’s, and no other tenant’s', async () => {
    await register('b', CHART, ISSUER);
    await register('lake', { ...CHART, tenant: 'lakeside' });
    await register('a-house', clientEntry());
    const [code, listed] = await json('list', '--tenant', 'riverside');
    expect([code, listed]).toEqual([
      0,
      {
        ok: true,
        tenant: 'riverside',
        clients: [
          expect.objectContaining({ client: 'a-house', issuer: DEVELOPMENT_ISSUER, tenant: null }),
          expect.objectContaining({ client: 'b', issuer: ISSUER, tenant: 'riverside' }),
        ],
      },
    ]);
    expect((await clients(['list', '--tenant', 'lakeside'])).stdout).toBe(
      'a-house: active, first party, user, every tenant\n' +
        'lake: active, third party, user, lakeside, agreement until 9998-12-31\n',
    );
  });

  it('puts a registration in the place of another only when told to, and no id twice in a tenant', async () => {
    await register('twice', CHART);
    expect(await json('register', '--client', 'twice', ...THIRD)).toEqual([
      1,
      { ok: false, finding: { reason: 'registered' } },
    ]);
    expect(await json('register', '--client', 'twice', '--replace', '--per-minute', '9', ...THIRD)).toEqual([
      0,
      { ok: true, client: expect.objectContaining({ perMinute: 9 }) },
    ]);
    expect(await json('register', '--client', 'twice', '--issuer', ISSUER, ...THIRD)).toEqual([
      1,
      { ok: false, finding: { reason: 'anotherIssuer' } },
    ]);
  });

  it('registers no id that has documents of an earlier client, unless they are to be kept', async () => {
    const left = registered('{ me { id } }', { client: 'was-here' });
    await store.documents.put(left, null);
    const args = ['register', '--client', 'was-here', ...THIRD];
    expect(await json(...args)).toEqual([1, { ok: false, finding: { reason: 'documentsLeft' } }]);
    expect(await store.clients.find(DEVELOPMENT_ISSUER, 'was-here')).toBeNull();
    const done = [0, { ok: true, client: expect.anything() }];
    expect(await json(...args, '--keep-documents')).toEqual(done);
    expect(await json(...args, '--replace')).toEqual(done);
    await clients(['remove', '--client', 'was-here']);
    const change = { by: 'officer', at: 0, reason: null, seen: null };
    await store.documents.setStatus('riverside', 'was-here', left.id, 'APPROVED', 'RETIRED', change);
    expect(await json(...args)).toEqual(done);
  });

  it('registers no id in a tenant where another issuer has it, in whatever way', async () => {
    const everyTenant = ['--every-tenant', '--first-party'];
    const inLakeside = [...THIRD, '--tenant', 'lakeside'];
    await register('of-lakeside', { ...CHART, tenant: 'lakeside' }, ISSUER);
    await register('of-every-tenant', clientEntry(), ISSUER);
    const refused = [1, { ok: false, finding: { reason: 'anotherIssuer' } }];
    for (const args of [
      ['of-lakeside', ...everyTenant],
      ['of-lakeside', ...inLakeside],
      ['of-every-tenant', ...everyTenant],
      ['of-every-tenant', ...THIRD],
      // Named by the issuer's entry, and not registered.
      ['house-app', ...everyTenant],
      ['house-app', ...THIRD],
      ['house-app', '--replace', ...THIRD],
    ]) {
      expect(await json('register', '--client', ...args), args.join(' ')).toEqual(refused);
      expect(await store.clients.find(DEVELOPMENT_ISSUER, args[0] ?? '')).toBeNull();
    }
    const done = [0, { ok: true, client: expect.anything() }];
    expect(await json('register', '--client', 'of-lakeside', ...THIRD)).toEqual(done);
    expect(await json('register', '--client', 'house-app', ...inLakeside)).toEqual(done);
    expect(await json('register', '--client', 'of-nobody-else', ...everyTenant)).toEqual(done);
  });

  it.each<[string, readonly string[], string]>([
    ['no client', ['show'], '--client'],
    ['an id that no token can have', ['suspend', '--client', 'line\nbreak'], '--client'],
    ['no tenant', ['list'], '--tenant'],
    ['a name that no tenant can have', ['list', '--tenant', 'River'], '--tenant'],
    ['a tenant without a file', ['register', '--client', 'x', ...THIRD, '--tenant', 'hillside'], '--tenant'],
    [
      'an issuer that nobody trusts',
      ['register', '--client', 'x', ...THIRD, '--issuer', `${ISSUER}/`],
      '--issuer',
    ],
    [
      'a third party without an agreement',
      ['register', '--client', 'x', ...THIRD.slice(0, -4)],
      '--agreement',
    ],
    [
      'a date that is none',
      ['register', '--client', 'x', ...THIRD, '--agreement-expires', 'canary'],
      '--agreement-expires',
    ],
    ['an option that is none', ['show', '--client', 'x', '--everything'], 'unknown option'],
    ['a command that is none', ['approve'], 'unknown command'],
  ])('%s is wrong usage, and nothing is registered or recorded', async (_what, args, named) => {
    const before = await acts();
    const done = await clients(args);
    expect([done.code, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toContain(named);
    expect(done.stderr).not.toContain('canary');
    expect(await acts()).toEqual(before);
    expect(await store.clients.find(DEVELOPMENT_ISSUER, 'x')).toBeNull();
  });

  it('tells its options', async () => {
    const done = await clients(['register', '--help']);
    expect(done.code).toBe(0);
    for (const option of ['--agreement-expires', '--scope', '--no-free-form', '--replace', '--json']) {
      expect(done.stdout).toContain(option);
    }
  });

  it('says so when the store does not answer', async () => {
    const done = await clients(['show', '--client', 'x'], { PHIELD_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
    expect([done.code, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain('phield:');
  });

  it('lets nobody in without its record, and turns somebody away all the same', async () => {
    const find = (client: string) => store.clients.find(DEVELOPMENT_ISSUER, client);
    await register('unrecorded', CHART);
    await rm(ledgerDirectory(dataDir), { recursive: true, force: true });
    await writeFile(ledgerDirectory(dataDir), '');
    const notRecorded = { ok: false, finding: { reason: 'notRecorded' } };
    const doneUnrecorded = { ok: false, finding: { reason: 'doneUnrecorded' } };
    expect(await json('register', '--client', 'never', ...THIRD)).toEqual([1, notRecorded]);
    expect(await find('never')).toBeNull();
    expect(await json('suspend', '--client', 'unrecorded')).toEqual([1, doneUnrecorded]);
    expect(await json('resume', '--client', 'unrecorded')).toEqual([1, notRecorded]);
    expect(await find('unrecorded')).toMatchObject({ suspended: true });
    expect(await json('remove', '--client', 'unrecorded')).toEqual([1, doneUnrecorded]);
    expect(await find('unrecorded')).toBeNull();
  });
});
