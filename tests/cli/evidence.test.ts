import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../datasources/open-store.ts';
import { MINUTE } from '../signals/made-records.ts';
import { runCommand } from '../support/gateway-process.ts';
import { madeFinding } from '../support/made-finding.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { valuesOf } from '../support/values-of.ts';

const CHART = `query Chart { patient(id: "demo-ada") { id name { family given text } birthDate ssn mrn telecom { value }
  address { line postalCode } observations(first: 5) { edges { node { id code { text } } } } } }`;
const EVERYBODY = `query All { patients(first: 50) { edges { node { fhirId mrn birthDate name { text } telecom { value }
  address { line } } } } }`;
const JUSTIFICATION = 'Unconscious in bay WombatKestrel.';
const BREAK = `mutation Break { breakGlass(patientId: "demo-ada", reason: OVRER, justification: "${JUSTIFICATION}") { id } }`;
const REVIEW = `mutation Review($id: ID!) { reviewBreakGlass(id: $id, verdict: JUSTIFIED, comment: "WombatKestrel.") { id } }`;

let gateway: TestGateway;
let folder: string;
let tenants: string;
let began: string;
/** What must stand nowhere. */
let canaries: readonly string[];

const env = () => ({ PHIELD_DATA_DIR: gateway.config.dataDir, PHIELD_TENANTS_DIR: tenants });
const phield = (...args: readonly string[]) => runCommand(args, env());
const make = (name: string, ...args: readonly string[]) =>
  phield(
    'evidence',
    '--tenant',
    'riverside',
    '--from',
    began,
    '--to',
    '0s',
    '--out',
    join(folder, name),
    ...args,
  );
const json = async (pack: string, path: string) =>
  JSON.parse(await readFile(join(folder, pack, path), 'utf8'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-evidence-'));
  tenants = join(folder, 'tenants');
  await cp('tenants', tenants, { recursive: true });
  began = new Date(Date.now() - MINUTE).toISOString();
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: tenants } });
  const ask = async (persona: string, query: string, variables = {}) =>
    gateway.ask(await gateway.persona(persona), query, { variables });
  const charts = [await ask('physician', CHART), await ask('patient', CHART)];
  await ask('stranger', CHART);
  await ask('stranger', BREAK);
  await ask('stranger', CHART);
  const everybody = await ask('registration', EVERYBODY);
  canaries = [...valuesOf([everybody.body?.data, charts.map(({ body }) => body?.data)]), 'WombatKestrel'];
  const file = join(tenants, 'riverside.yaml');
  const narrowed = `${await readFile(file, 'utf8')}
remove:
  - { categories: [LAB], roles: [PHARMACIST] }
signals: { vips: [demo-ada] } # demo-ada is a senator
`;
  await writeFile(file, narrowed);
  if (!(await gateway.reloadTenants())) throw new Error('the tenant’s file is refused');
  await ask('physician', CHART);
  const store = await openStore(gateway.config, Date.now);
  const time = new Date().toISOString();
  const change = { tenant: 'riverside', subject: 'demo-ada', from: time, to: time };
  await store.findings.keep(
    [madeFinding(1, change), madeFinding(2, { ...change, tenant: 'lakeside' })],
    Date.now(),
  );
  await store.close();
}, 240_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

/** Each starts processes of the whole command line. */
describe('phield evidence', { timeout: 180_000 }, () => {
  it('makes a folder, beside a gateway that goes on, and each part says what happened', async () => {
    let busy = true;
    const traffic = (async () => {
      for (const token = await gateway.persona('physician'); busy; await delay(20))
        await gateway.ask(token, CHART);
    })();
    const { code, stdout, stderr } = await make('pack', '--json');
    busy = false;
    await traffic;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, tenant: 'riverside', out: join(folder, 'pack') });

    const { declared, periods, withheld } = await json('pack', 'policies/versions.json');
    expect(periods).toHaveLength(2);
    expect(periods[1]).toMatchObject({ version: declared, from: periods[0].to, to: null });
    expect(withheld).toEqual({ vips: 1 });
    const [change] = await json('pack', 'policies/changes.json');
    expect(change).toMatchObject({ old: periods[0].version, new: declared, missing: null });
    expect(change.counts).toMatchObject({ WIDENED: 0, NARROWED: expect.any(Number) });
    expect(change.counts.NARROWED).toBeGreaterThan(0);

    expect(await json('pack', 'ledger/verification.json')).toMatchObject({ ok: true, findings: [] });
    const [glass] = await json('pack', 'activity/glasses.json');
    expect(glass).toMatchObject({ actor: 'demo-stranger', reviewed: null, awaiting: true });
    expect(glass.fields).toBeGreaterThan(0);
    const findings = await json('pack', 'findings/findings.json');
    expect(findings).toMatchObject([{ state: 'OPEN', onePatient: true }]);
    const { staff, individuals, patients } = await json('pack', 'activity/people.json');
    expect(staff.map(({ actor }: { actor: string }) => actor)).toContain('demo-physician');
    expect(staff.map(({ actor }: { actor: string }) => actor)).not.toContain('demo-patient');
    expect([individuals, patients > 0]).toEqual([1, true]);
    expect(await readFile(join(folder, 'pack', 'README.md'), 'utf8')).toContain(
      'glasses without a review on record in the period: 1',
    );
  });

  it('holds no value and no id of a patient, and no secret', async () => {
    expect(canaries.length).toBeGreaterThan(40);
    const files = await readdir(join(folder, 'pack'), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(
          async (file) =>
            [file.name, (await readFile(join(file.parentPath, file.name))).toString('latin1')] as const,
        ),
    );
    const keys = await Promise.all(
      (await readdir(join(gateway.config.dataDir, 'keys'))).map((name) =>
        readFile(join(gateway.config.dataDir, 'keys', name), 'utf8'),
      ),
    );
    const secrets = keys.flatMap((text) =>
      [...text.matchAll(/"(?:privateKey|d|key|k)":\s*"([^"]{20,})"/g)].map(([, key = '']) => key),
    );
    expect(secrets.length).toBeGreaterThan(1);
    const unwanted = [...canaries, ...secrets, gateway.config.dataDir];
    const met = texts.flatMap(([name, text]) =>
      unwanted.filter((value) => text.includes(value)).map((value) => [name, value]),
    );
    expect(met).toEqual([]);
  });

  it('was on record before anything was read, and its manifest is in the ledger', async () => {
    const { stdout } = await phield(
      'ledger',
      'query',
      '--tenant',
      'riverside',
      '--kind',
      'privileged',
      '--json',
    );
    const acts = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const { record } = await json('pack', 'manifest.json');
    expect(acts.find(({ operation }) => operation === 'evidence_made').id).toContain(record);
    const sealed = acts.find(({ operation }) => operation === 'evidence_sealed');
    const made = await phield('evidence', 'verify', join(folder, 'pack'), '--json');
    expect({ code: made.code, ...JSON.parse(made.stdout) }).toMatchObject({
      code: 0,
      ok: true,
      pinned: false,
    });
    const manifest = await readFile(join(folder, 'pack', 'manifest.json'));
    expect(sealed.resource).toEqual({
      type: 'EvidencePack',
      id: createHash('sha256').update(manifest).digest('hex'),
    });
  });

  it('is checked by the auditor’s own trust file, and one byte is found', async () => {
    const trust = join(folder, 'trust.json');
    await writeFile(trust, (await phield('ledger', 'trust')).stdout);
    const pack = join(folder, 'copy');
    await cp(join(folder, 'pack'), pack, { recursive: true });
    const verify = () => phield('evidence', 'verify', pack, '--trust', trust);
    const whole = await verify();
    expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch(/^ok: \d+ files, riverside from /);
    const file = join(pack, 'access', 'matrix.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replace('MASKED', 'WHOLE '));
    const changed = await verify();
    expect(changed).toMatchObject({ code: 1, stdout: 'first bad file: access/matrix.csv was changed\n' });
  });

  it('says that a glass was reviewed, once it was', async () => {
    const [glass] = await json('pack', 'activity/glasses.json');
    const id = `BreakGlassReview/${glass.glass}`;
    await gateway.ask(await gateway.persona('privacy-officer'), REVIEW, { variables: { id } });
    const again = await make('again');
    expect(again.code).toBe(0);
    expect((await json('again', 'activity/glasses.json'))[0].reviewed).toMatch(/^20/);
    expect((await json('again', 'activity/reviews.json'))[0]).toMatchObject({
      act: 'Mutation.reviewBreakGlass',
      actor: 'demo-privacy-officer',
    });
  });

  it.each([
    ['--tenant: expected one of', ['--tenant', 'nowhere']],
    ['--from: expected before --to', ['--from', '0s', '--to', '1h']],
    ['--to: expected a time that is over', ['--to', '2999-01-01']],
    ['--to: expected RFC 3339', ['--to', 'tomorrow']],
    ['--out: the folder is not empty', ['--out', '.']],
    ['--out: the folder that it is to stand in is not there', ['--out', '/nowhere/pack']],
    ['--trust: the trust file cannot be read', ['--trust', '/nowhere/trust.json']],
  ])('%s: refused before anything is read', async (message, args) => {
    const { code, stdout, stderr } = await make('refused', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(await readdir(folder)).not.toContain('refused');
  });

  it('asks for what it lacks, and for a folder to check', async () => {
    expect(await phield('evidence', '--tenant', 'riverside')).toMatchObject({ code: 2 });
    expect(await phield('evidence', 'verify', '/nowhere')).toMatchObject({ code: 2 });
  });

  it('is made without a gateway too', async () => {
    await gateway.stop();
    const { code, stdout } = await make('alone');
    expect(code).toBe(0);
    expect(stdout).toContain('signed; manifest sha256:');
  });
});
