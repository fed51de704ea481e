import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import { startGateway } from '../../src/main.ts';
import { SCHEMA_FOLDER } from '../../src/schema-folder.ts';
import { verifyDataDir } from '../ledger/support/verify-data-dir.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { runCommand } from '../support/gateway-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-refused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

const place = (name: string) => join(folder, name);

/** How `phield serve` ends: 2 for settings. It MUST end: what it opened must not keep it alive. */
async function serve(env: Record<string, string>, code = 1) {
  const ended = await runCommand(['serve', '--json'], {
    PORT: '0',
    PHIELD_DATA_DIR: place('data'),
    PHIELD_LOG_LEVEL: 'silent',
    ...env,
  });
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
  expect(ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(ended.stderr).not.toContain(CANARY);
  return ended.stderr;
}

/** The same within this process, where what was opened shows when it is not closed. */
async function expectRefused(env: Record<string, string | undefined>, finding: RegExp, options = {}) {
  const config = loadConfig({
    PORT: '0',
    PHIELD_DATA_DIR: place('data'),
    PHIELD_LOG_LEVEL: 'silent',
    ...env,
  });
  await expect(startGateway(config, options)).rejects.toThrow(finding);
  await storeEnded(config.dataDir);
}

describe('a tenant’s file', () => {
  async function tenants(files: Record<string, string>): Promise<string> {
    const path = await mkdtemp(place('tenants-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return path;
  }

  it('that widens is refused with each line it widens on', async () => {
    const wide = [
      'tenant: riverside',
      'derivedRoles:',
      '  CLERK:',
      '    base: BILLING',
      '    only: [DEMOGRAPHICS, PSYCHOTHERAPY_NOTE]',
      '  ALARM: { base: BILLING, only: [DEMOGRAPHICS], breakGlass: true }',
      'tighten:',
      '  - { categories: [LAB], roles: [CODER], mask: NONE }',
      'grant:',
      '  - { categories: [LAB], roles: [BILLING] }',
    ].join('\n');
    const path = await tenants({ 'wide.yaml': wide, 'fine.yaml': 'tenant: lakeside\n' });
    const findings = await serve({ PHIELD_TENANTS_DIR: path });
    expect(findings).toMatch(/wide\.yaml:9: .*grant/);
    const known = wide.split('\n').slice(0, 8).join('\n');
    const PHIELD_TENANTS_DIR = await tenants({ 'wide.yaml': known });
    await expectRefused({ PHIELD_TENANTS_DIR }, /wide\.yaml:5: .*\n.*wide\.yaml:6: .*\n.*wide\.yaml:8: /);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['that is no YAML', { 'a.yaml': 'tenant: [' }, /a\.yaml:1: /],
    [
      'that names a role nobody has',
      { 'a.yaml': 'tenant: a\nremove:\n  - { roles: [JANITOR] }\n' },
      /a\.yaml:3: /,
    ],
    ['that gives a tenant twice', { 'a.yaml': 'tenant: a\n', 'b.yaml': 'tenant: a\n' }, /b\.yaml:1: /],
    ['that would be passed over', { 'a.yaml': 'tenant: a\n', 'b.yml': 'tenant: b\n' }, /b\.yml:1: /],
    ['that is missing', {}, /no tenant has a file/],
  ])('%s is refused', async (_name, files, finding) => {
    await expectRefused({ PHIELD_TENANTS_DIR: await tenants(files) }, finding);
  });
});

describe('a schema with a finding', () => {
  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a field without its mark',
      'patient.graphql',
      (text) =>
        text.replace(
          'gender: FhirCode @phi(category: DEMOGRAPHICS, element: "Patient.gender")',
          'gender: FhirCode',
        ),
      /patient\.graphql:\d+: .*gender/,
    ],
    [
      'a role that is misspelt',
      'access.graphql',
      (text) => text.replace('roles: [CARE_COORDINATOR]', 'roles: [CARE_CO0RDINATOR]'),
      /access\.graphql:\d+: .*CARE_CO0RDINATOR/,
    ],
    [
      'a type declared twice',
      'scalars.graphql',
      (text) => `${text}\ntype Me @notPhi { id: ID! }\n`,
      /scalars\.graphql:\d+: .*Me|root\.graphql:\d+: .*Me/,
    ],
    ['a text that is no schema', 'scalars.graphql', (text) => `${text}\ntype {`, /scalars\.graphql:\d+: /],
  ])('is refused with file and line: %s', async (_name, file, change, finding) => {
    const schemaFolder = await mkdtemp(place('schema-'));
    await cp(SCHEMA_FOLDER, schemaFolder, { recursive: true });
    const text = await readFile(join(schemaFolder, file), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    await writeFile(join(schemaFolder, file), changed);
    await expectRefused({}, finding, { schemaFolder });
  });
});

describe('settings', () => {
  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: CANARY }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '1.5' }],
    ['HOST', { HOST: '' }],
    ['PHIELD_PROFILE', { PHIELD_PROFILE: CANARY }],
    ['PHIELD_LOG_LEVEL', { PHIELD_LOG_LEVEL: CANARY }],
    ['PHIELD_DYNAMODB_ENDPOINT', { PHIELD_DYNAMODB_ENDPOINT: CANARY }],
    ['PHIELD_CURSOR_KEY', { PHIELD_CURSOR_KEY: CANARY }],
    ['PHIELD_TABLE_PREFIX', { PHIELD_TABLE_PREFIX: `${CANARY}/` }],
    ['PHIELD_METRICS_PORT', { PHIELD_METRICS_PORT: CANARY }],
    ['PHIELD_METRICS_PORT', { PHIELD_PROFILE: 'production' }],
  ])('%s that cannot be used is named, its value is not repeated: %o', (name, env) => {
    const load = () => loadConfig({ PHIELD_METRICS_PORT: undefined, ...env });
    expect(load).toThrow(new RegExp(`^Configuration is not usable:\\n {2}${name}: \\S`));
    expect(load).not.toThrow(CANARY);
  });

  it('several at once are all named, and nothing is served', async () => {
    const findings = await serve({ PORT: CANARY, PHIELD_LOG_LEVEL: CANARY, PHIELD_CURSOR_KEY: CANARY }, 2);
    for (const name of ['PORT', 'PHIELD_LOG_LEVEL', 'PHIELD_CURSOR_KEY'])
      expect(findings).toContain(`${name}: `);
  });

  it('an address that somebody else has is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const data = await unseeded();
    await expectRefused({ PORT: port, PHIELD_DATA_DIR: data }, /EADDRINUSE/);
    other.close();
    // It had begun a segment of the ledger, which is ended in order.
    expect(await verifyDataDir(data)).toMatchObject({ findings: [], writersOpen: 0 });
  });

  it('a store that is not there is told', async () => {
    const findings = await serve({ PHIELD_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
    expect(findings).toMatch(/A data source is unavailable/);
  });

  it.each([
    ['keys/development-issuer.json', /expected a development key/],
    ['keys/ledger-network', /expected a key of 64 hex digits/],
  ])('a key file that holds something else is not written over: %s', async (file, complaint) => {
    const data = await unseeded();
    await mkdir(join(data, 'keys'));
    await writeFile(join(data, file), CANARY, { mode: 0o600 });
    await expectRefused({ PHIELD_DATA_DIR: data }, complaint);
    expect(await readFile(join(data, file), 'utf8')).toBe(CANARY);
  });
});

/** A data folder of its own that takes its demo tenants for made. */
async function unseeded(): Promise<string> {
  const data = await mkdtemp(place('data-'));
  await writeFile(join(data, 'demo-tenants.json'), '{}');
  return data;
}

describe('in production', () => {
  const production = async (more: Record<string, string | undefined> = {}) => {
    const issuers = place('issuers.json');
    const entry = {
      issuer: 'https://id.example',
      jwksUri: 'https://id.example/keys',
      audience: ['x'],
      tenants: ['riverside'],
    };
    await writeFile(issuers, JSON.stringify({ issuers: [entry] }));
    await writeFile(
      place('plain.json'),
      JSON.stringify({ issuers: [{ ...entry, jwksUri: 'http://127.0.0.1:9/keys' }] }),
    );
    return {
      PHIELD_PROFILE: 'production',
      PHIELD_DATA_DIR: await mkdtemp(place('production-')),
      PHIELD_METRICS_PORT: '0',
      PHIELD_KMS_KEY_ID: 'alias/nobody',
      PHIELD_LEDGER_SIGNING_KEY: 'alias/nobody',
      PHIELD_LEDGER_LOG_KEY: 'alias/nobody',
      PHIELD_LEDGER_BUCKET: 'nobody',
      PHIELD_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9',
      PHIELD_ISSUERS_FILE: issuers,
      PORT: '0',
      ...more,
    };
  };

  it('a development key in the data folder is refused', async () => {
    const { PHIELD_METRICS_PORT, ...env } = await production();
    const { d: secret } = await developmentKey(env.PHIELD_DATA_DIR);
    const findings = await serve({ ...env, PHIELD_METRICS_PORT }, 2);
    expect(findings).toContain('development-issuer.json: a development key must not lie there in production');
    expect(findings).not.toContain(secret);
  });

  it.each<[string, () => Record<string, string | undefined>, RegExp]>([
    ['no issuers', () => ({ PHIELD_ISSUERS_FILE: undefined }), /PHIELD_ISSUERS_FILE: expected in production/],
    [
      'an issuers file that is not there',
      () => ({ PHIELD_ISSUERS_FILE: place('none') }),
      /PHIELD_ISSUERS_FILE: /,
    ],
    ['keys over plain HTTP', () => ({ PHIELD_ISSUERS_FILE: place('plain.json') }), /jwksUri: expected https/],
    [
      'no key of the ledger',
      () => ({ PHIELD_LEDGER_LOG_KEY: undefined }),
      /PHIELD_LEDGER_LOG_KEY: expected in production/,
    ],
    ['no key of the key service', () => ({ PHIELD_KMS_KEY_ID: undefined }), /PHIELD_KMS_KEY_ID: expected/],
  ])('%s is refused', async (_name, more, finding) => {
    await expectRefused(await production(more()), finding);
  });
});
