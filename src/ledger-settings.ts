import { z } from 'zod';
import { wholeNumber } from './whole-number.ts';

/** Where a record must be durable before its answer leaves; `any`: in one of both, and soon in the other. */
export type LedgerRequirement = 'file' | 'dynamodb' | 'any';

export interface LedgerSettings {
  readonly require: LedgerRequirement;
  /** Name of the log (C2SP tlog-checkpoint); `null`: made of the installation key. */
  readonly origin: string | null;
  /** Seconds without a record after which a writer says that it lives. */
  readonly heartbeatSeconds: number;
  /** Where the log's objects lie; `null`: in the data directory. */
  readonly bucket: LedgerBucket | null;
  /** Those who cosign: `<address>#<vkey>`, the address without a slash at its end. */
  readonly witnesses: readonly string[];
  /** KMS key that certifies writers, and the one that signs checkpoints; `null`: key files. */
  readonly signingKeyId: string | null;
  readonly logKeyId: string | null;
}

export interface LedgerBucket {
  readonly name: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** `null`: S3 itself. */
  readonly endpoint: string | null;
}

const Witnesses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (all) => all.length <= 16 && all.every(isWitness),
    'expected <address>#<key>, as phield ledger witness prints it, apart by commas, at most 16',
  )
  .transform((all): readonly string[] =>
    Object.freeze(all.map((one) => one.replace(/^([^#]*?)\/+(?=#|$)/, '$1'))),
  );

/** A bucket's name by the rules of S3, and the folder in it. */
const BUCKET = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)\/?$/;

/** The ledger's variables. Neither spaces nor `+` may stand in the name of a key, which an origin is (C2SP signed-note). */
export const LEDGER_VARIABLES = Object.freeze({
  PHIELD_LEDGER_REQUIRE: z.enum(['file', 'dynamodb', 'any']).optional(),
  PHIELD_LEDGER_ORIGIN: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._~/-]{0,127}$/, 'expected a name such as audit.clinic.example/live')
    .optional(),
  PHIELD_LEDGER_HEARTBEAT_SECONDS: wholeNumber(1, 60).default(5),
  PHIELD_LEDGER_BUCKET: z.string().regex(BUCKET, 'expected a bucket, or bucket/folder').optional(),
  PHIELD_LEDGER_WITNESSES: Witnesses.optional(),
  PHIELD_LEDGER_SIGNING_KEY: z.string().min(1).optional(),
  PHIELD_LEDGER_LOG_KEY: z.string().min(1).optional(),
  PHIELD_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'expected an http or https address' }).optional(),
});

const Variables = z.object(LEDGER_VARIABLES);

export function ledgerSettings(
  value: z.infer<typeof Variables>,
  profile: 'embedded' | 'production',
): LedgerSettings {
  return Object.freeze({
    require: value.PHIELD_LEDGER_REQUIRE ?? (profile === 'production' ? 'dynamodb' : 'file'),
    origin: value.PHIELD_LEDGER_ORIGIN ?? null,
    heartbeatSeconds: value.PHIELD_LEDGER_HEARTBEAT_SECONDS,
    bucket: bucketOf(value.PHIELD_LEDGER_BUCKET, value.PHIELD_S3_ENDPOINT),
    witnesses: value.PHIELD_LEDGER_WITNESSES ?? Object.freeze([]),
    signingKeyId: value.PHIELD_LEDGER_SIGNING_KEY ?? null,
    logKeyId: value.PHIELD_LEDGER_LOG_KEY ?? null,
  });
}

/** What a gateway in production cannot start without: names of variables. Replicas share keys and log. */
export function missingLedgerSettings(settings: LedgerSettings): readonly string[] {
  return [
    ...(settings.signingKeyId === null ? ['PHIELD_LEDGER_SIGNING_KEY'] : []),
    ...(settings.logKeyId === null ? ['PHIELD_LEDGER_LOG_KEY'] : []),
    ...(settings.bucket === null ? ['PHIELD_LEDGER_BUCKET'] : []),
  ];
}

function bucketOf(place: string | undefined, endpoint: string | undefined): LedgerBucket | null {
  const match = BUCKET.exec(place ?? '');
  if (match === null) return null;
  const [, name = '', folder = ''] = match;
  const prefix = folder === '' ? '' : `${folder.slice(1)}/`;
  return Object.freeze({ name, prefix, endpoint: endpoint ?? null });
}

/** A vkey (C2SP signed-note) of type 0x04: name, eight digits, and 33 bytes in base64 of which the first is the type. */
const WITNESS_KEY = /^[^\s+]+\+[0-9a-f]{8}\+B[A-P][A-Za-z0-9+/]{42}$/u;

/** One without its key could never be believed. */
function isWitness(text: string): boolean {
  const at = text.indexOf('#');
  if (at < 0 || !WITNESS_KEY.test(text.slice(at + 1))) return false;
  const address = text.slice(0, at);
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.search + url.username + url.password === '';
}
