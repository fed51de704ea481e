import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { PhieldError } from '../../src/errors.ts';
import type { Authenticator } from '../../src/identity/authenticate.ts';
import { type AuthenticatorOptions, createAuthenticator } from '../../src/identity/authenticate.ts';
import { createFixedKeys } from '../../src/identity/fixed-keys.ts';
import { createInMemoryDirectory } from '../../src/identity/in-memory-directory.ts';
import { type IssuerSettings, readIssuerSettings } from '../../src/identity/issuer-settings.ts';
import type { LogEvent } from '../../src/identity/log-event.ts';
import { createProofs } from '../../src/identity/proofs.ts';
import type { TenantRoles } from '../../src/identity/tenant-roles.ts';
import type { TrustedIssuer } from '../../src/identity/trusted-issuer.ts';
import { memoryProofs } from '../support/memory-proofs.ts';
import { NEVER_ENDING, NOTHING_REVOKED } from '../support/memory-sessions.ts';

export const ISSUER = 'https://id.example/pool';
export const AUDIENCE = 'https://phield.example';

/** Where a test's clock starts: any moment does. Milliseconds. */
export const START = 1_000_000_000_000;

export const KNOWN_PURPOSES: ReadonlySet<string> = new Set([
  'TREAT',
  'ETREAT',
  'BTG',
  'COC',
  'HPAYMT',
  'HOPERAT',
  'PATRQT',
]);

export const ROLES: TenantRoles = {
  known: new Set(['PHYSICIAN', 'NURSE', 'BILLING', 'PATIENT', 'LAB_TECH']),
  groups: new Map([['g-lab', ['LAB_TECH']]]),
};

/** A clock that tests set. */
export function testClock(): { now: () => number; advance: (seconds: number) => void } {
  let time = START;
  return {
    now: () => time,
    advance: (seconds) => {
      time += seconds * 1000;
    },
  };
}

export interface SigningKey {
  readonly alg: string;
  readonly kid: string;
  readonly sign: (
    claims: Record<string, unknown>,
    header?: Readonly<Record<string, unknown>>,
    crit?: Record<string, boolean>,
  ) => Promise<string>;
  readonly publicJwk: JSONWebKeySet['keys'][number];
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
}

export async function signingKey(alg: string, kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    alg,
    kid,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    privateKey,
    sign: (claims, header, crit) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header })
        .sign(privateKey, { ...(crit && { crit }) }),
  };
}

/** Claims of an access token that holds at `START`. */
export function goodClaims(): Record<string, unknown> {
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'user-1',
    client_id: 'portal',
    jti: 'token-1',
    iat: START / 1000,
    exp: START / 1000 + 600,
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    purposes: ['TREAT', 'BTG', 'COC'],
    fhirUser: 'Practitioner/p1',
  };
}

/** The same with some of them changed; `undefined` takes a claim out. */
export function claimsWith(changes: Record<string, unknown>): Record<string, unknown> {
  const all = Object.entries({ ...goodClaims(), ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Settings as the issuers file gives them. */
export function issuerSettings(entry: Record<string, unknown> = {}): IssuerSettings {
  const [parsed] = readIssuerSettings({
    issuers: [
      {
        issuer: ISSUER,
        jwksUri: 'https://id.example/keys',
        audience: [AUDIENCE],
        tenants: ['riverside', 'lakeside'],
        claimsWin: ['tenant', 'roles', 'purposes', 'fhirUser'],
        ...entry,
      },
    ],
  });
  if (parsed === undefined) throw new Error('no entry');
  return parsed;
}

export function fixedIssuer(keys: readonly SigningKey[], entry: Record<string, unknown> = {}): TrustedIssuer {
  return {
    settings: issuerSettings(entry),
    keys: createFixedKeys({ keys: keys.map((key) => key.publicJwk) }),
  };
}

export interface TestLog {
  readonly lines: { event: string; fields: Parameters<LogEvent>[1] }[];
}

/** An authenticator over the given issuers with an empty directory, unless told otherwise. */
export function testAuthenticator(
  options: Pick<AuthenticatorOptions, 'issuers' | 'clock'> & Partial<AuthenticatorOptions>,
): Authenticator & TestLog {
  const lines: TestLog['lines'] = [];
  const authenticator = createAuthenticator({
    ...createInMemoryDirectory({ users: [], clients: [] }),
    profile: 'embedded',
    tenantRoles: (tenant) => (tenant === 'riverside' || tenant === 'lakeside' ? ROLES : null),
    knownPurposes: KNOWN_PURPOSES,
    log: (event, fields) => lines.push({ event, fields }),
    revocations: NOTHING_REVOKED,
    sessions: NEVER_ENDING,
    proofs: createProofs({ store: memoryProofs(), clock: options.clock, publicUrl: () => AUDIENCE }),
    ...options,
  });
  return { ...authenticator, lines };
}

/** Code and log detail of a promise that rejects with a decided error; anything else is named as such. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof PhieldError ? `${error.code}: ${error.detail}` : `undecided: ${String(error)}`;
  }
}

/** Its code alone. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await refusalOf(promise)).replace(/: .*/s, '');
}
