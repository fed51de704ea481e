import { join, resolve } from 'node:path';
import { z } from 'zod';
import { AllowedOrigins } from './allowed-origins.ts';
import { CONSOLE_VARIABLES, type ConsoleSettings, consoleSettings } from './console-settings.ts';
import {
  LEDGER_VARIABLES,
  type LedgerSettings,
  ledgerSettings,
  missingLedgerSettings,
} from './ledger-settings.ts';
import { SESSION_LIMITS } from './session-limits.ts';
import { SIGNALS_VARIABLES, type SignalsSettings, signalsSettings } from './signals-settings.ts';
import { wholeNumber } from './whole-number.ts';

const IDLE_SECONDS = SESSION_LIMITS.idle / 1_000;
const LIFETIME_SECONDS = SESSION_LIMITS.lifetime / 1_000;

/** An address under which clients reach the gateway: what a proof names (RFC 9449 §4.3) has no query and no fragment. */
const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http or https address' })
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  }, 'expected an address without user, query and fragment')
  .transform((text) => text.replace(/\/+$/, ''));

/** Requests, or their cost, within a minute; `none`: as many as wanted. */
const PerMinute = z
  .union([z.literal('none'), z.coerce.number().int().min(1).max(1_000_000_000)], {
    error: 'expected a whole number from 1, or none',
  })
  .transform((given) => (given === 'none' ? null : given))
  .optional();

/** Names of roles, apart by commas. */
const RoleNames = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*(,[A-Z][A-Z0-9_]*)*$/,
    'expected roles apart by commas, such as AUDITOR,SYSTEM_ADMIN',
  )
  .transform((names): readonly string[] => Object.freeze(names.split(',')));

/**
 * All settings, read once at start from the environment and frozen. A bad value stops the start with the
 * name of the variable and what was expected; the value itself is not repeated.
 */
const Environment = z.object({
  PHIELD_PROFILE: z.enum(['embedded', 'production']).default('embedded'),
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PHIELD_DATA_DIR: z.string().min(1).default('.phield'),
  PHIELD_TENANTS_DIR: z.string().min(1).optional(),
  PHIELD_ISSUERS_FILE: z.string().min(1).optional(),
  PHIELD_METRICS_PORT: wholeNumber(0, 65_535).optional(),
  PHIELD_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  PHIELD_DYNAMODB_ENDPOINT: z.url().optional(),
  PHIELD_TABLE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .default('phield'),
  PHIELD_KMS_KEY_ID: z.string().min(1).optional(),
  PHIELD_CURSOR_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits')
    .optional(),
  PHIELD_PUBLIC_URL: PublicUrl.optional(),
  PHIELD_SESSION_IDLE_SECONDS: wholeNumber(60, IDLE_SECONDS).default(IDLE_SECONDS),
  PHIELD_SESSION_MAX_SECONDS: wholeNumber(60, LIFETIME_SECONDS).default(LIFETIME_SECONDS),
  PHIELD_ACTOR_PER_MINUTE: PerMinute,
  PHIELD_CLIENT_PER_MINUTE: PerMinute,
  PHIELD_COST_PER_MINUTE: PerMinute,
  PHIELD_RATES: z.enum(['process', 'shared']).default('process'),
  PHIELD_CORS_ORIGINS: AllowedOrigins.optional(),
  PHIELD_INTROSPECTION_ROLES: RoleNames.optional(),
  PHIELD_HTTP_DRAFT_STATUS: z.enum(['true', 'false']).default('false'),
  AWS_REGION: z.string().min(1).default('us-east-1'),
  ...LEDGER_VARIABLES,
  ...SIGNALS_VARIABLES,
  ...CONSOLE_VARIABLES,
});

export interface Config {
  readonly profile: 'embedded' | 'production';
  readonly port: number;
  readonly host: string;
  /** Absolute. Holds `keys/`, `store/`, `store.json`, `ledger/` (verified bytes only), `ledger-state/`. */
  readonly dataDir: string;
  /** Folder of tenant overlays (`*.yaml`). */
  readonly tenantsDir: string;
  /** JSON or YAML file naming the trusted issuers; `null`: only the embedded development key. */
  readonly issuersFile: string | null;
  /** Own port of `/metrics`; `null`: served beside the API (embedded profile only). */
  readonly metricsPort: number | null;
  readonly logLevel: string;
  /** `null`: the embedded store in its embedded profile, AWS itself in production. */
  readonly dynamodbEndpoint: string | null;
  readonly tablePrefix: string;
  readonly kmsKeyId: string | null;
  /** 32 bytes shared by all replicas; `null`: a fresh key per start, so cursors end with the process. */
  readonly cursorKey: Uint8Array | null;
  /** Where clients reach the gateway, without a slash at its end; `null`: where it listens. */
  readonly publicUrl: string | null;
  /** Seconds without a request after which a session ends; settings only shorten it. */
  readonly sessionIdleSeconds: number;
  /** Seconds after its first request, or sign-in, after which a session ends. */
  readonly sessionMaxSeconds: number;
  /** Requests of one actor within a minute; `null`: as many as wanted. */
  readonly actorPerMinute: number | null;
  /** Requests of one client in one tenant, unless it is registered with a figure of its own. */
  readonly clientPerMinute: number | null;
  /** Fields that a client's operations of a minute may come to, likewise. */
  readonly costPerMinute: number | null;
  /** `process`: each node counts for itself. `shared`: all nodes on one store count together. */
  readonly rates: 'process' | 'shared';
  /** Origins whose pages may ask; those of the gateway's own address always may. */
  readonly corsOrigins: readonly string[];
  /** Roles that may introspect in production, each what it can use. */
  readonly introspectionRoles: readonly string[];
  /** Answer by the status codes of the current draft of GraphQL over HTTP: 294 and 422. */
  readonly draftStatus: boolean;
  readonly region: string;
  readonly ledger: LedgerSettings;
  readonly signals: SignalsSettings;
  readonly console: ConsoleSettings;
}

/** For whoever sets none, in production; on one machine for development nobody is counted. */
const PER_MINUTE = Object.freeze({ actor: 600, client: 60_000, cost: 50_000_000 });

export class ConfigError extends Error {}

/** @throws ConfigError naming each bad variable and what was expected. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`Configuration is not usable:\n  ${findings.join('\n  ')}`);
  }
  const value = parsed.data;
  if (value.PHIELD_PROFILE === 'production' && value.PHIELD_METRICS_PORT === undefined) {
    throw new ConfigError('Configuration is not usable:\n  PHIELD_METRICS_PORT: expected in production');
  }
  const dataDir = resolve(value.PHIELD_DATA_DIR);
  const perMinute = (given: number | null | undefined, production: number): number | null =>
    given === undefined ? (value.PHIELD_PROFILE === 'production' ? production : null) : given;
  return Object.freeze({
    profile: value.PHIELD_PROFILE,
    port: value.PORT,
    host: value.HOST,
    dataDir,
    tenantsDir: value.PHIELD_TENANTS_DIR
      ? resolve(value.PHIELD_TENANTS_DIR)
      : join(import.meta.dirname, '..', 'tenants'),
    issuersFile: value.PHIELD_ISSUERS_FILE ? resolve(value.PHIELD_ISSUERS_FILE) : null,
    metricsPort: value.PHIELD_METRICS_PORT ?? null,
    logLevel: value.PHIELD_LOG_LEVEL,
    dynamodbEndpoint: value.PHIELD_DYNAMODB_ENDPOINT ?? null,
    tablePrefix: value.PHIELD_TABLE_PREFIX,
    kmsKeyId: value.PHIELD_KMS_KEY_ID ?? null,
    cursorKey: value.PHIELD_CURSOR_KEY ? Buffer.from(value.PHIELD_CURSOR_KEY, 'hex') : null,
    publicUrl: value.PHIELD_PUBLIC_URL ?? null,
    sessionIdleSeconds: value.PHIELD_SESSION_IDLE_SECONDS,
    sessionMaxSeconds: value.PHIELD_SESSION_MAX_SECONDS,
    actorPerMinute: perMinute(value.PHIELD_ACTOR_PER_MINUTE, PER_MINUTE.actor),
    clientPerMinute: perMinute(value.PHIELD_CLIENT_PER_MINUTE, PER_MINUTE.client),
    costPerMinute: perMinute(value.PHIELD_COST_PER_MINUTE, PER_MINUTE.cost),
    rates: value.PHIELD_RATES,
    corsOrigins: value.PHIELD_CORS_ORIGINS ?? Object.freeze([]),
    introspectionRoles: value.PHIELD_INTROSPECTION_ROLES ?? Object.freeze([]),
    draftStatus: value.PHIELD_HTTP_DRAFT_STATUS === 'true',
    region: value.AWS_REGION,
    ledger: ledgerSettings(value, value.PHIELD_PROFILE),
    signals: signalsSettings(value),
    console: consoleSettings(value),
  });
}

/**
 * What only a gateway needs: commands that check files do without.
 * @throws ConfigError naming what a gateway in production lacks for its ledger.
 */
export function requireLedgerSettings({ profile, ledger }: Config): void {
  const missing = profile === 'production' ? missingLedgerSettings(ledger) : [];
  if (missing.length === 0) return;
  const findings = missing.map((name) => `${name}: expected in production`);
  throw new ConfigError(`Configuration is not usable:\n  ${findings.join('\n  ')}`);
}
