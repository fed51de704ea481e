import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type PublicKey, parsePublicKey } from './public-key.ts';

/**
 * A key that certifies writers; one that was given up counts for certificates that stand among the log's first
 * `until` entries, and for no later one.
 */
const Installation = z.union([
  z.string(),
  z.strictObject({ key: z.string(), until: z.number().int().nonnegative() }),
]);

/** What the auditor keeps, apart from the installation: `phield ledger trust` prints it. */
export const TrustFile = z.strictObject({
  origin: z.string().min(1).max(200),
  log: z.array(z.string()).min(1),
  installation: z.array(Installation).min(1),
  witnesses: z.array(z.string()),
  quorum: z.number().int().nonnegative(),
  /** Text of the last checkpoint seen; nothing that it covers may have changed since. */
  checkpoint: z.string().nullable(),
});
export type TrustFile = z.infer<typeof TrustFile>;

export interface InstallationKey extends PublicKey {
  readonly until: number | null;
}

/** Whom a verification believes. */
export interface Trust {
  readonly origin: string;
  readonly log: readonly PublicKey[];
  readonly installation: readonly InstallationKey[];
  readonly witnesses: readonly PublicKey[];
  readonly quorum: number;
  readonly checkpoint: Uint8Array | null;
}

export class TrustFileError extends Error {}

/** @throws TrustFileError naming what is wrong; its message quotes nothing. */
export function readTrust(value: unknown): Trust {
  const parsed = TrustFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TrustFileError(`the trust file is not usable: ${issue?.path.join('.') || 'it is no object'}`);
  }
  return trustKeys(parsed.data);
}

/**
 * The keys of a trust file; one that an installation made of itself before it had a log names no key of the log.
 * @throws TrustFileError
 */
export function trustKeys({ origin, quorum, checkpoint, ...file }: TrustFile): Trust {
  const witnesses = keys(file.witnesses, 'witnesses', 'witness');
  // A cosignature does not commit to its name (C2SP tlog-cosignature): under two names one key would count twice.
  const spki = new Set(witnesses.map(({ key }) => spkiOf(key)));
  if (spki.size < witnesses.length || new Set(witnesses.map(({ name }) => name)).size < witnesses.length) {
    throw new TrustFileError('the trust file is not usable: witnesses names one of them twice');
  }
  if (quorum > witnesses.length) {
    throw new TrustFileError('the trust file is not usable: quorum is more than its witnesses');
  }
  const log = keys(file.log, 'log', 'note');
  if (log.some(({ name }) => name !== origin)) {
    throw new TrustFileError(
      'the trust file is not usable: a key of the log has another name than its origin',
    );
  }
  if (log.some(({ key }) => spki.has(spkiOf(key)))) {
    throw new TrustFileError('the trust file is not usable: a witness has the key of the log');
  }
  return Object.freeze({
    origin,
    log,
    installation: installationKeys(file.installation),
    witnesses,
    quorum,
    checkpoint: checkpoint === null ? null : Buffer.from(checkpoint),
  });
}

/** @throws TrustFileError when the text is not JSON or not a trust file. */
export function parseTrust(text: string): Trust {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TrustFileError('the trust file is not JSON');
  }
  return readTrust(value);
}

function spkiOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('hex');
}

/** Of a key that is named twice the narrower word counts. */
function installationKeys(given: TrustFile['installation']): readonly InstallationKey[] {
  const named = given.map((one) => (typeof one === 'string' ? { key: one, until: null } : one));
  const parsed = keys(
    named.map(({ key }) => key),
    'installation',
    'note',
  );
  return parsed
    .map((key, at) => ({ ...key, until: named[at]?.until ?? null }))
    .toSorted((a, b) => (a.until ?? Number.POSITIVE_INFINITY) - (b.until ?? Number.POSITIVE_INFINITY));
}

function keys(texts: readonly string[], list: string, kind: PublicKey['kind']): readonly PublicKey[] {
  return texts.map((text) => {
    const key = parsePublicKey(text);
    if (key === null || key.kind !== kind) {
      throw new TrustFileError(`the trust file is not usable: ${list} names something that is no such key`);
    }
    return key;
  });
}
