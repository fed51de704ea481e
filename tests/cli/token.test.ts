import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { registerTokenCommand } from '../../src/cli/token.ts';
import { PERSONAS } from '../../src/identity/personas.ts';
import { trustedIssuers } from '../../src/identity/trusted-issuers.ts';
import { testAuthenticator } from '../identity/test-issuer.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-token-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command in this process, as main.ts runs it. */
async function phield(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const read = { out: '', err: '' };
  const write = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    read[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(write('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(write('err'));
  for (const [name, value] of Object.entries({ PHIELD_DATA_DIR: dataDir, ...env })) vi.stubEnv(name, value);
  const program = new Command('phield').exitOverride();
  registerTokenCommand(program);
  try {
    await program.parseAsync(['token', ...args], { from: 'user' });
    return { code: 0, ...read };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode === 0 ? 0 : 2, ...read };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

test('runs on its own: exit codes, a token alone on stdout, findings alone on stderr', async () => {
  const run = async (args: readonly string[]) => {
    const child = spawn(process.execPath, [MAIN, 'token', ...args], {
      env: { ...process.env, PHIELD_DATA_DIR: dataDir },
    });
    const [out, err] = [text(child.stdout), text(child.stderr)];
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, out: await out, err: await err };
  };
  const good = await run(['--as', 'nurse']);
  expect({ ...good, out: '' }).toEqual({ code: 0, out: '', err: '' });
  expect(decodeJwt(good.out)).toMatchObject({ sub: 'demo-nurse' });
  const bad = await run(['--as', 'nobody']);
  expect({ ...bad, err: '' }).toEqual({ code: 2, out: '', err: '' });
  expect(bad.err).toContain('--as');
});

test('prints a token only, which the gateway of the same folder takes', async () => {
  const { code, out, err } = await phield([
    '--tenant',
    'riverside',
    '--role',
    'PHYSICIAN,NURSE',
    '--mfa',
    '--scope',
    'user/*.rs',
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const issuers = await trustedIssuers({
    config: { profile: 'embedded', dataDir, issuersFile: null },
    fetch: () => Promise.reject(new Error('no network')),
    clock: Date.now,
    log: () => undefined,
  });
  const { authenticate } = testAuthenticator({ issuers, clock: Date.now });
  const actor = await authenticate({ authorization: `Bearer ${out.trim()}`, purpose: undefined });
  expect(actor).toMatchObject({
    id: 'dev-physician',
    tenant: 'riverside',
    roles: ['NURSE', 'PHYSICIAN'],
    purpose: 'TREAT',
    client: 'phield-cli',
    scopes: ['user/*.rs'],
    assurance: ['mfa', 'otp', 'pwd'],
  });
  expect(actor.expiresAt - actor.issuedAt).toBe(1_800);
});

test('a patient in context is who a patient is, unless said otherwise', async () => {
  const plain = await phield(['--tenant', 'riverside', '--role', 'PATIENT', '--patient', 'demo-ada']);
  expect(decodeJwt(plain.out)).toMatchObject({
    patient: 'demo-ada',
    fhirUser: 'Patient/demo-ada',
    purposes: ['PATRQT'],
  });
  const told = await phield([
    '--tenant',
    'riverside',
    '--role',
    'PATIENT',
    '--patient',
    'x',
    '--fhir-user',
    'Person/y',
  ]);
  expect(decodeJwt(told.out)).toMatchObject({ patient: 'x', fhirUser: 'Person/y' });
  const staff = await phield(['--tenant', 'riverside', '--role', 'NURSE', '--patient', 'x']);
  expect(decodeJwt(staff.out)).not.toHaveProperty('fhirUser');
});

test('a persona, changed by other options', async () => {
  const { out } = await phield([
    '--as',
    'physician',
    '--purpose',
    'TREAT,BTG',
    '--sub',
    'somebody',
    '--client',
    'c1',
    '--expires',
    '2h',
    '--json',
  ]);
  const parsed: unknown = JSON.parse(out);
  expect(parsed).toMatchObject({
    expiresIn: 7_200,
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    sub: 'somebody',
    client: 'c1',
    fhirUser: 'Practitioner/demo-physician',
    purposes: ['TREAT', 'BTG'],
    multiFactor: true,
  });
  expect((await phield(['--as', 'physician', '--role', 'BILLING', '--json'])).out).toContain(
    '"purposes":["HPAYMT"]',
  );
});

test('a role that only a tenant knows is minted, with a note beside it', async () => {
  const { code, out, err } = await phield(['--tenant', 'riverside', '--role', 'LAB_TECH']);
  expect(code).toBe(0);
  expect(decodeJwt(out)).toMatchObject({ roles: ['LAB_TECH'], purposes: ['TREAT'] });
  expect(err).toContain('LAB_TECH');
});

describe('a note says where a token gives less than was meant', () => {
  test.each<[string, readonly string[], string | null]>([
    ['staff with one factor', ['--role', 'NURSE'], 'NURSE reads no patient without --mfa'],
    ['staff with more', ['--role', 'NURSE', '--mfa'], null],
    ['a patient', ['--role', 'PATIENT', '--patient', 'x'], null],
    [
      'an app without scopes',
      ['--role', 'PATIENT', '--client', 'app'],
      'app reaches nothing without --scope',
    ],
    ['an app with a scope', ['--role', 'PATIENT', '--client', 'app', '--scope', 'patient/*.rs'], null],
    ['a scope out of order', ['--role', 'PATIENT', '--scope', 'patient/*.sr'], 'no resource scope'],
    ['a system', ['--role', 'SYSTEM', '--client', 'demo-clearinghouse', '--scope', 'system/*.r'], null],
    ['a system without scopes', ['--role', 'SYSTEM', '--client', 'demo-clearinghouse'], 'without --scope'],
    ['a system of no purpose', ['--role', 'SYSTEM', '--scope', 'system/*.r'], 'has no purpose'],
    [
      'a system of another purpose',
      ['--role', 'SYSTEM', '--client', 'demo-clearinghouse', '--scope', 'system/*.r', '--purpose', 'TREAT'],
      'for HPAYMT alone',
    ],
    ['a system that is more', ['--role', 'SYSTEM,PATIENT', '--scope', 'system/*.r'], 'is refused'],
  ])('%s', async (_, args, note) => {
    const { code, out, err } = await phield(['--tenant', 'riverside', ...args]);
    expect(code).toBe(0);
    expect(decodeJwt(out).iss).toBe('urn:phield:development');
    if (note === null) expect(err).toBe('');
    else expect(err).toContain(note);
  });
});

test('a token says how and when its user signed in, each in a session of its own', async () => {
  const strong = decodeJwt((await phield(['--as', 'nurse'])).out);
  expect(strong).toMatchObject({
    acr: 'urn:phield:acr:mfa',
    auth_time: strong.iat,
    amr: ['mfa', 'otp', 'pwd'],
  });
  const weak = decodeJwt((await phield(['--as', 'patient'])).out);
  expect(weak).toMatchObject({ auth_time: weak.iat, amr: ['pwd'] });
  expect(weak).not.toHaveProperty('acr');
  expect(new Set([strong.sid, weak.sid, strong.jti, weak.jti]).size).toBe(4);
  const parsed: unknown = JSON.parse((await phield(['--as', 'nurse', '--json'])).out);
  expect(parsed).toMatchObject({ tokenId: expect.any(String), session: expect.any(String) });
});

describe('wrong usage ends with 2, one clear line, and prints no token', () => {
  test.each<[string, readonly string[], string]>([
    ['no tenant', ['--role', 'NURSE'], '--tenant'],
    ['no role', ['--tenant', 'riverside'], '--role'],
    ['a tenant that is no name', ['--tenant', 'River side', '--role', 'NURSE'], '--tenant'],
    ['a role that is no name', ['--tenant', 'riverside', '--role', 'nurse'], '--role'],
    ['an empty role', ['--tenant', 'riverside', '--role', 'NURSE,'], '--role'],
    ['a purpose that is no code', ['--as', 'nurse', '--purpose', 'treat'], '--purpose'],
    ['a reference that is none', ['--as', 'nurse', '--fhir-user', 'nurse'], '--fhir-user'],
    ['a patient that is no id', ['--as', 'patient', '--patient', 'Patient/x'], '--patient'],
    ['an unknown persona', ['--as', 'constructor'], '--as'],
    ['no time', ['--as', 'nurse', '--expires', '0m'], '--expires'],
    ['more than a day', ['--as', 'nurse', '--expires', '2d'], '--expires'],
    ['an unknown option', ['--as', 'nurse', '--tennant', 'x'], '--tennant'],
  ])('%s', async (_, args, name) => {
    const { code, out, err } = await phield(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(name);
  });

  test('in production there are no development tokens, and no key is made', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'phield-token-'));
    const env = { PHIELD_PROFILE: 'production', PHIELD_METRICS_PORT: '9464', PHIELD_DATA_DIR: empty };
    const { code, out, err } = await phield(['--as', 'nurse'], env);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('embedded profile only');
    expect(await readdir(empty)).toEqual([]);
    await rm(empty, { recursive: true });
  });
});

test('every persona has a tenant, roles and a purpose to run under', () => {
  expect(Object.keys(PERSONAS)).toEqual([
    'physician',
    'nurse',
    'pharmacist',
    'coordinator',
    'registration',
    'billing',
    'coder',
    'researcher',
    'patient',
    'proxy',
    'stranger',
    'lakeside-physician',
    'privacy-officer',
    'auditor',
    'lakeside-officer',
    'admin',
  ]);
  for (const persona of Object.values(PERSONAS)) {
    expect(['riverside', 'lakeside']).toContain(persona.tenant);
    expect(persona.roles).toHaveLength(1);
    expect(persona.purposes[0]).toMatch(/^[A-Z]+$/);
  }
  expect(PERSONAS.patient).toMatchObject({ fhirUser: 'Patient/demo-ada', patient: 'demo-ada' });
  expect(PERSONAS.proxy).toMatchObject({ fhirUser: 'RelatedPerson/demo-proxy', patient: null });
  expect(PERSONAS.stranger).toMatchObject({ fhirUser: 'Practitioner/demo-stranger', tenant: 'riverside' });
  expect(PERSONAS['lakeside-physician']).toMatchObject({
    fhirUser: 'Practitioner/demo-lakeside-physician',
    tenant: 'lakeside',
  });
});
