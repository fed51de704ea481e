import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowQuery } from '../../datasources/health-data.ts';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { loadConfig } from '../../src/config.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { generateTenant } from '../../src/synthetic/generate-tenant.ts';
import { REGISTRATION } from '../support/client-registration.ts';

const now = Date.UTC(2031, 5, 15, 12);
const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-import-test-'));
  folders.push(folder);
  return folder;
}

function start(dataDir: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['src/cli/main.ts', 'import', ...args], {
    env: { ...process.env, PHIELD_DATA_DIR: dataDir },
    stdio: 'pipe',
  });
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly errors: string;
}

async function ended(child: ChildProcess, input?: string): Promise<Ended> {
  let out = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  if (input !== undefined) child.stdin?.end(input);
  const [code, signal] = await once(child, 'close');
  return { code, signal, out, errors };
}

const run = (dataDir: string, ...args: readonly string[]) => ended(start(dataDir, ...args));

async function fileOf(patients: number): Promise<string> {
  const path = join(await newFolder(), 'riverside.ndjson');
  const resources = [...generateTenant({ tenant: 'riverside', seed: 5, patients, now })];
  await writeFile(path, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
  return path;
}

const NURSE: Actor = Object.freeze({
  issuer: 'test',
  id: 'nurse',
  tenant: 'riverside',
  roles: ['NURSE'],
  client: 'test',
  registration: REGISTRATION,
  purpose: 'TREAT',
  purposes: ['TREAT'],
  scopes: null,
  fhirUser: 'Practitioner/demo-nurse',
  patient: null,
  assurance: [],
  multiFactor: false,
  acr: null,
  authTime: null,
  proofKey: null,
  tokenId: null,
  session: null,
  issuedAt: 0,
  expiresAt: 0,
});

const dataOf = (store: Store) =>
  store.openHealthData(NURSE, { pseudonyms: false, signal: new AbortController().signal }, 400 * 86_400_000);

/** What the store says about some patients: their rows, and how the nurse is tied to them. */
async function contents(store: Store, patients: readonly string[]): Promise<unknown> {
  const all = { first: 200, after: null, categories: null, labelled: true, admit: () => true };
  const rowsOf = async (query: Pick<RowQuery, 'subjectId' | 'type'>) => {
    const { rows } = await dataOf(store).rows({ ...all, ...query });
    return rows.map(({ record }) => record);
  };
  return Promise.all(
    patients.map(async (subjectId) => {
      const { record, facts } = await dataOf(store).patient(subjectId);
      const rows = await Promise.all(
        ['Encounter', 'Observation', 'Claim', 'CareTeam'].map((type) => rowsOf({ subjectId, type })),
      );
      const ties = facts.ties.map((tie) => JSON.stringify(tie)).sort();
      return { record, exists: facts.exists, ties, rows };
    }),
  );
}

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
});

describe('phield import', () => {
  let dataDir = '';
  let store: Store;
  beforeAll(async () => {
    dataDir = await newFolder();
    // Held open, so that one embedded store serves all runs.
    store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), () => now);
  });
  afterAll(() => store.close());

  it('stores a file, and changes nothing the second time', async () => {
    const path = await fileOf(4);
    const first = await run(dataDir, '--tenant', 'riverside', '--json', path);
    expect(first).toMatchObject({ code: 0, errors: '' });
    const report = JSON.parse(first.out);
    expect(report.total).toMatchObject({ stored: report.resources, skipped: 0 });
    const second = JSON.parse((await run(dataDir, '--tenant', 'riverside', '--json', path)).out);
    expect(second.total).toMatchObject({ stored: 0, unchanged: report.resources });
    const { record, facts } = await dataOf(store).patient('demo-ada');
    expect(record?.id).toBe('demo-ada');
    expect(facts.ties).toContainEqual(expect.objectContaining({ kind: 'CARE_TEAM' }));
  });

  it('reads standard input', async () => {
    const child = start(dataDir, '--tenant', 'riverside', '--json', '-');
    const { code, out } = await ended(child, '{"resourceType":"Patient","id":"from-stdin"}\n');
    expect(code).toBe(0);
    expect(JSON.parse(out).total.stored).toBe(1);
    expect((await dataOf(store).patient('from-stdin')).facts.exists).toBe(true);
  });

  it('lets consents mean the hospital that somebody’s ward is part of, as a bundle names it', async () => {
    const fullUrl = (at: number) => `urn:uuid:0f1d6b1a-0000-4000-8000-00000000000${at}`;
    const reference = (at: number) => ({ reference: fullUrl(at) });
    const resources = [
      { resourceType: 'Organization', id: 'a-trust' },
      { resourceType: 'Organization', id: 'a-hospital', partOf: reference(0) },
      { resourceType: 'Organization', id: 'a-ward', partOf: reference(1) },
      {
        resourceType: 'PractitionerRole',
        id: 'a-role',
        practitioner: { reference: NURSE.fhirUser },
        organization: reference(2),
      },
      { resourceType: 'Patient', id: 'of-the-trust' },
    ];
    const entry = resources.map((resource, at) => ({ fullUrl: fullUrl(at), resource }));
    const bundle = { resourceType: 'Bundle', type: 'collection', entry };
    const { code } = await ended(start(dataDir, '--tenant', 'riverside', '-'), `${JSON.stringify(bundle)}\n`);
    expect(code).toBe(0);
    const { actors } = await dataOf(store).facts('of-the-trust');
    expect(actors).toEqual(
      expect.arrayContaining(['Organization/a-ward', 'Organization/a-hospital', 'Organization/a-trust']),
    );
  });

  it('says what it skipped, where and why, ends with a finding, and prints nothing a resource says', async () => {
    const path = join(await newFolder(), 'bad.ndjson');
    const name = [{ family: 'Canaryfamily', given: ['Canarygiven'] }];
    await writeFile(
      path,
      `${[
        { resourceType: 'Patient', id: 'kept', name },
        { resourceType: 'Canarytype', id: 'x', name },
        { resourceType: 'Patient', id: 'Canary id', name },
        { resourceType: 'Observation', id: 'o', subject: { reference: 'urn:uuid:Canary' } },
      ]
        .map((resource) => `${JSON.stringify(resource)}\n`)
        .join('')}{"resourceType":"Patient","name":"Canarycut`,
    );
    const { code, out, errors } = await run(dataDir, '--tenant', 'riverside', path);
    expect(code).toBe(1);
    expect(out).toContain(`${path}, line 2: type not supported`);
    expect(out).toContain(`${path}, line 3: Patient id is not a FHIR id`);
    expect(out).toContain(`${path}, line 4: Observation/o reference to the patient cannot be resolved`);
    expect(out).toContain(`${path}, line 5: input ends in the middle of it`);
    expect(out).toMatch(/Patient +│ +1 │/);
    expect(out + errors).not.toContain('Canary');
  });

  it('ends with a finding when a path cannot be read', async () => {
    const { code, out } = await run(dataDir, '--tenant', 'riverside', join(dataDir, 'missing'));
    expect(code).toBe(1);
    expect(out).toContain('cannot be read');
  });

  it('writes nothing in a dry run', async () => {
    const path = join(await newFolder(), 'x.ndjson');
    await writeFile(path, '{"resourceType":"Patient","id":"only-dry"}\n');
    const { code, out } = await run(dataDir, '--tenant', 'riverside', '--dry-run', path);
    expect(code).toBe(0);
    expect(out).toContain('nothing was written');
    expect((await dataOf(store).patient('only-dry')).facts.exists).toBe(false);
  });

  it.each([
    ['no tenant is named', ['x.ndjson']],
    ['the tenant does not exist', ['--tenant', 'nowhere', 'x.ndjson']],
    ['the tenant is no name', ['--tenant', '../etc', 'x.ndjson']],
    ['no path is given', ['--tenant', 'riverside']],
    ['a base is no address', ['--tenant', 'riverside', '--base', 'ehr', '--', 'x.ndjson']],
  ])('is wrong usage when %s', async (_, args) => {
    expect((await run(dataDir, ...args)).code).toBe(2);
  });

  it('runs once per tenant at a time', async () => {
    await writeFile(join(dataDir, 'import-riverside.lock'), `${process.pid}\n`);
    const { code, errors } = await run(dataDir, '--tenant', 'riverside', await fileOf(1));
    await rm(join(dataDir, 'import-riverside.lock'));
    expect(code).toBe(1);
    expect(errors).toContain(`process ${process.pid}`);
  });
});

describe('an import that is cut off', () => {
  const PATIENTS = 90;
  const sampled = [
    'demo-ada',
    'demo-cleo',
    ...[5, 9, 14, 40, 89].map((n) => `riverside-patient-0${String(n).padStart(2, '0')}`),
  ];
  let path = '';
  let clean: unknown;

  beforeAll(async () => {
    path = await fileOf(PATIENTS);
    const dataDir = await newFolder();
    const store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), () => now);
    expect((await run(dataDir, '--tenant', 'riverside', '--quiet', path)).code).toBe(0);
    clean = await contents(store, sampled);
    await store.close();
  }, 120_000);

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s is healed by running it again',
    async (signal) => {
      const dataDir = await newFolder();
      const store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), () => now);
      const child = start(dataDir, '--tenant', 'riverside', path);
      const end = ended(child);
      while (!(await dataOf(store).patient('riverside-patient-030')).facts.exists) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill(signal);
      const first = await end;
      expect((await dataOf(store).patient(`riverside-patient-0${PATIENTS}`)).facts.exists).toBe(false);
      if (signal === 'SIGKILL') expect(first.signal).toBe('SIGKILL');
      else
        expect(first).toMatchObject({ code: 1, out: expect.stringContaining('Run the same command again') });

      const again = await run(dataDir, '--tenant', 'riverside', '--json', path);
      expect(again.code).toBe(0);
      const { total, resources } = JSON.parse(again.out);
      expect(total.unchanged).toBeGreaterThan(0);
      expect(total.stored).toBeGreaterThan(0);
      expect(total.stored + total.unchanged).toBe(resources);
      expect(await contents(store, sampled)).toEqual(clean);
      await store.close();
    },
    120_000,
  );
});

describe('its file', () => {
  it('is not touched', async () => {
    const path = await fileOf(1);
    const before = await readFile(path, 'utf8');
    await run(await newFolder(), '--tenant', 'riverside', '--dry-run', '--quiet', path);
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});
