import { join } from 'node:path';
import { readEarlierKeys, writeEarlierKeys } from '../../datasources/keys/earlier-ledger-keys.ts';
import {
  openEmbeddedSigningKey,
  replaceEmbeddedSigningKey,
} from '../../datasources/keys/embedded-signing-key.ts';
import { openInstallation, openLogKey } from '../../datasources/keys/open-ledger-keys.ts';
import type { Config } from '../config.ts';
import type { Installation } from '../ledger/chain/installation.ts';
import { installationVkey } from '../ledger/chain/ledger-origin.ts';
import type { SigningKey } from '../ledger/chain/signing-key.ts';
import { keyIdHex, type Vkey, writeVkey } from '../ledger/chain/vkey.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { trustKeys } from '../ledger/verify/trust.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';
import { recordByOperator } from './record-by-operator.ts';

export type LedgerKey = 'installation' | 'log';

export interface LedgerKeyRotation {
  readonly key: LedgerKey;
  /** A code of the operator's own. */
  readonly reason: string;
  /** Somebody else may have the key: it certifies nobody who is not in the log by now. */
  readonly stolen: boolean;
}

export interface RotatedLedgerKey {
  /** Public keys. */
  readonly earlier: string;
  readonly now: string;
  /** Entries among which certificates by the earlier key count; `null`: it was not said to be stolen. */
  readonly until: number | null;
}

/** What a rotation cannot begin with; its text names no secret. */
export class RotationRefusedError extends Error {}

/**
 * Puts a new key in the place of one that signs for the ledger. What the earlier one signed stays good: it is told in
 * `keys/ledger-earlier.json`. On record first; killed anywhere, it is finished by running it again, with the same key.
 *
 * A stolen key MUST NOT be what the record of that hangs on: its writer is certified by the new one.
 *
 * @throws RotationRefusedError, LedgerUnavailableError, UpstreamUnavailableError, DataIntegrityError
 */
export async function rotateLedgerKey(
  config: Config,
  { key, reason, stolen }: LedgerKeyRotation,
): Promise<RotatedLedgerKey> {
  refuseUnusable(config, key, stolen);
  const installation = await openInstallation(config);
  const { origin } = installation;
  const inForce = key === 'installation' ? installation.key : await openLogKey(config, installation);
  const file = join(config.dataDir, 'keys', `ledger-${key}.json`);
  const draft = `${file}.next`;
  const next = await openEmbeddedSigningKey(draft, () => inForce.name);
  const until = stolen ? await sizeOf(config) : null;
  const [earlier, now] = [vkeyOf(origin, key, inForce), vkeyOf(origin, key, next)];
  const type = key === 'installation' ? 'InstallationKey' : 'LogKey';
  const certifier: Installation | undefined = stolen ? { ...installation, key: next } : undefined;
  await recordByOperator(
    config,
    (about) =>
      namingRecord({ ...about, operation: 'key_rotated', tenant: null, subject: null }, [
        { type, coordinate: `${type}.reason`, ids: [reason] },
        { type, coordinate: `${type}.earlier`, ids: [keyIdHex(earlier)] },
        { type, coordinate: `${type}.now`, ids: [keyIdHex(now)] },
      ]),
    certifier,
  );
  await keepEarlier(config.dataDir, key, earlier, until);
  await replaceEmbeddedSigningKey(file, draft);
  return { earlier: writeVkey(earlier), now: writeVkey(now), until };
}

function refuseUnusable({ ledger }: Config, key: LedgerKey, stolen: boolean): void {
  if ((key === 'installation' ? ledger.signingKeyId : ledger.logKeyId) !== null)
    throw new RotationRefusedError('the key is in KMS: docs/ledger-log.md, “Other keys”');
  if (key === 'log' && stolen)
    throw new RotationRefusedError('--stolen is for --installation: docs/ledger-log.md, “Other keys”');
  if (key === 'installation' && ledger.origin === null)
    throw new RotationRefusedError(
      'set PHIELD_LEDGER_ORIGIN to the log’s present name first (phield ledger trust prints it): without it the name is made of the key',
    );
}

/** The earlier one is told before it goes, so that nothing it signed is ever nobody's. */
async function keepEarlier(
  dataDir: string,
  key: LedgerKey,
  earlier: Vkey,
  until: number | null,
): Promise<void> {
  const { log, installation } = await readEarlierKeys(dataDir);
  const text = writeVkey(earlier);
  await writeEarlierKeys(
    dataDir,
    key === 'log'
      ? { installation, log: [earlier, ...log.filter((one) => writeVkey(one) !== text)] }
      : {
          log,
          installation: [
            { key: earlier, until },
            ...installation.filter(({ key: one }) => writeVkey(one) !== text),
          ],
        },
  );
}

function vkeyOf(origin: string, key: LedgerKey, { publicKey }: SigningKey): Vkey {
  return key === 'installation'
    ? installationVkey(origin, publicKey)
    : { name: origin, type: 'note', publicKey };
}

/** Entries of the log under a checkpoint that it signed; 0 where there is none yet. */
async function sizeOf(config: Config): Promise<number> {
  const bytes = await openVerifiedLog(config, undefined).get('checkpoint');
  if (bytes === null) return 0;
  const { checkpoint, problems } = readCheckpoint(
    bytes,
    trustKeys({ ...(await ownTrust(config)), quorum: 0 }),
  );
  if (checkpoint !== null && problems.length === 0) return checkpoint.size;
  throw new RotationRefusedError('the log’s checkpoint is not signed by it: run phield ledger verify first');
}
