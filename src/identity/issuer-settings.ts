import { z } from 'zod';
import { ConfigError } from '../config.ts';
import { isLoopbackName } from '../is-loopback-name.ts';
import { ISSUER_PRESETS } from './issuer-presets.ts';
import { PurposeCode, RoleName, TenantName } from './names.ts';

/** Signature algorithms that may be listed: asymmetric ones only (RFC 8725 §3.1, §3.2). */
export const ALGORITHMS = Object.freeze([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const);

/** Whose issuer name is reserved for the local development key. */
export const DEVELOPMENT_ISSUER = 'urn:phield:development';

/** What the operator may let the token itself decide; everything else of these comes from the directory. */
export const DECIDABLE = Object.freeze(['tenant', 'roles', 'purposes', 'fhirUser'] as const);

/** Keys travel over TLS; plain HTTP only to this machine. */
const KeyAddress = z.url().refine((address) => {
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(url.hostname));
}, 'expected an https address without user name (http only on loopback)');

/** A claim's name, or the way to it through nested objects. Dots have no meaning: names may be addresses. */
const ClaimPath = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(5).readonly()]);

const Claims = z
  .strictObject({
    tenant: ClaimPath.default('tenant'),
    roles: ClaimPath.default('roles'),
    purposes: ClaimPath.default('purposes'),
    fhirUser: ClaimPath.default('fhirUser'),
    patient: ClaimPath.default('patient'),
    scope: ClaimPath.default('scope'),
    client: ClaimPath.default('client_id'),
    session: ClaimPath.default('sid'),
    assurance: ClaimPath.default('amr'),
    acr: ClaimPath.default('acr'),
    authTime: ClaimPath.default('auth_time'),
  })
  .readonly();

/** What counts as a sign-in with more than one factor. */
const Assurance = z
  .strictObject({
    /** Authentication methods (RFC 8176), any one of them. */
    amr: z.array(z.string().min(1)).default(['mfa']).readonly(),
    /** Authentication context classes, any one of them; also what a step-up answer asks for (RFC 9470). */
    acr: z
      .array(
        z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/, 'expected no blanks, quotes or backslashes'),
      )
      .default([])
      .readonly(),
    /** The provider lets nobody in with one factor, and its tokens do not say so (Amazon Cognito). */
    mfaEnforced: z.boolean().default(false),
  })
  .readonly();

const KeyPolicy = z
  .strictObject({
    /** One fetch of the key set may take this long. */
    timeoutMs: z.int().min(100).max(30_000).default(2_000),
    /** An unknown `kid` causes at most one fetch in this time. */
    cooldownSeconds: z.int().min(1).max(3_600).default(30),
    /** Known keys are looked up again after this time, so that a removed key stops working. */
    refreshSeconds: z.int().min(1).max(86_400).default(300),
    /** After a failed fetch, wait this long before the next. */
    retrySeconds: z.int().min(1).max(3_600).default(5),
    /** While fetches fail, known keys go on being used up to this age. */
    maxStaleSeconds: z.int().min(1).max(86_400).default(3_600),
  })
  .refine((policy) => policy.maxStaleSeconds >= policy.refreshSeconds, {
    path: ['maxStaleSeconds'],
    message: 'expected at least refreshSeconds',
  })
  .readonly();

const DefaultPurpose = PurposeCode.refine(
  (code) => code !== 'BTG' && code !== 'ETREAT',
  'expected a purpose that may be a default: never BTG or ETREAT',
);

const Entry = z
  .strictObject({
    preset: z.enum(['cognito', 'smart']).optional(),
    issuer: z
      .string()
      .min(1)
      .max(512)
      .refine((name) => name !== DEVELOPMENT_ISSUER, 'expected another name: this one is reserved'),
    jwksUri: KeyAddress,
    /** The token's `aud` MUST hold one of these. */
    audience: z.array(z.string().min(1)).min(1).readonly().optional(),
    /** The token's client MUST be one of these. */
    clients: z.array(z.string().min(1)).min(1).readonly().optional(),
    /** `token_use` MUST be `access` (Amazon Cognito). */
    tokenUse: z.boolean().default(false),
    /** `required`: the header's `typ` MUST be `at+jwt` (RFC 9068 §4). */
    accessTokenType: z.enum(['required', 'optional']).default('required'),
    /** `required`: the token MUST have a `jti` (RFC 9068 §2.2). */
    tokenId: z.enum(['required', 'optional']).default('required'),
    algorithms: z
      .array(z.enum(ALGORITHMS))
      .min(1)
      .default(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])
      .readonly(),
    claims: Claims.prefault({}),
    claimsWin: z.array(z.enum(DECIDABLE)).default([]).readonly(),
    /** Tenants this issuer may speak for. */
    tenants: z.array(TenantName).min(1).readonly(),
    /** Group of the identity provider to roles; with it, a group it does not name gives no role. */
    roleMap: z.record(z.string().min(1), z.array(RoleName).readonly()).readonly().optional(),
    /** Default purpose by client. */
    clientPurposes: z.record(z.string().min(1), DefaultPurpose).default({}).readonly(),
    /** Clients that need no scopes: a token of theirs without a scope claim has no ceiling. One with it has. */
    firstPartyClients: z.array(z.string().min(1)).default([]).readonly(),
    assurance: Assurance.prefault({}),
    /** FHIR base addresses under which an absolute `fhirUser` is one of ours. */
    fhirBases: z.array(z.url()).default([]).readonly(),
    /** `now - iat` at most. */
    maxAgeSeconds: z.int().min(1).max(86_400).default(3_600),
    /** `exp - iat` at most. */
    maxLifetimeSeconds: z.int().min(1).max(86_400).default(3_600),
    clockToleranceSeconds: z.int().min(0).max(60).default(5),
    keys: KeyPolicy.prefault({}),
  })
  .refine((entry) => entry.audience !== undefined || (entry.clients !== undefined && entry.tokenUse), {
    message: 'expected audience, or clients together with tokenUse',
  })
  .readonly();

const PresetEntry = z
  .looseObject({
    preset: z.enum(['cognito', 'smart']).optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
  })
  .transform((entry) => {
    if (entry.preset === undefined) return entry;
    const preset = ISSUER_PRESETS[entry.preset];
    return { ...preset, ...entry, claims: { ...preset.claims, ...entry.claims } };
  })
  .pipe(Entry);

const IssuersFile = z.strictObject({
  issuers: z
    .array(PresetEntry)
    .min(1)
    .refine(
      (entries) => new Set(entries.map((entry) => entry.issuer)).size === entries.length,
      'expected each issuer once',
    )
    .readonly(),
});

type ParsedEntry = z.output<typeof Entry>;
export type KeyPolicy = z.output<typeof KeyPolicy>;
export type ClaimPath = z.output<typeof ClaimPath>;

/** What is trusted of one issuer. `tenants` is `null` for the development issuer alone: any tenant. */
export type IssuerSettings = Omit<ParsedEntry, 'tenants' | 'jwksUri' | 'keys' | 'preset'> & {
  readonly tenants: readonly string[] | null;
};

/** An entry of the issuers file. */
export type IssuerEntry = ParsedEntry;

/**
 * Reads the content of an issuers file, already parsed from YAML or JSON: `{issuers: [entry, …]}`.
 * @throws ConfigError naming each bad setting and what was expected, without its value.
 */
export function readIssuerSettings(content: unknown): readonly IssuerEntry[] {
  const parsed = IssuersFile.safeParse(content);
  if (parsed.success) return parsed.data.issuers;
  const findings = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The issuers file is not usable:\n  ${findings.join('\n  ')}`);
}
