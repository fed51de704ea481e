import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { installationEntry, readEarlierKeys } from '../../datasources/keys/earlier-ledger-keys.ts';
import { openInstallation, openLogKey } from '../../datasources/keys/open-ledger-keys.ts';
import type { Config } from '../config.ts';
import { installationVkey } from '../ledger/chain/ledger-origin.ts';
import { readVkey, writeVkey } from '../ledger/chain/vkey.ts';
import { LedgerMissingError } from '../ledger/verify/check-segments.ts';
import type { TrustFile } from '../ledger/verify/trust.ts';

/**
 * What an installation says of its own keys: what an auditor takes home once, and what is believed where no trust
 * file is given, with the keys that were in force before. Of `checkpoint` it knows nothing. Makes no key.
 *
 * @throws LedgerMissingError where there are no keys yet, and so no ledger; UpstreamUnavailableError.
 */
export async function ownTrust(config: Config): Promise<TrustFile> {
  const { signingKeyId, logKeyId, witnesses } = config.ledger;
  if (signingKeyId === null) await demand(config, 'ledger-installation.json');
  const installation = await openInstallation(config);
  const { origin } = installation;
  const hasLogKey = logKeyId !== null || (await isThere(config, 'ledger-log.json'));
  const logKey = hasLogKey ? await openLogKey(config, installation) : null;
  const earlier = await readEarlierKeys(config.dataDir);
  const cosigners = witnesses.flatMap((text) => readVkey(text.slice(text.indexOf('#') + 1)) ?? []);
  return {
    origin,
    log: logKey === null ? [] : [writeVkey({ ...logKey, type: 'note' }), ...earlier.log.map(writeVkey)],
    installation: [
      writeVkey(installationVkey(origin, installation.key.publicKey)),
      ...earlier.installation.map(installationEntry),
    ],
    witnesses: cosigners.map(writeVkey),
    quorum: Math.min(1, cosigners.length),
    checkpoint: null,
  };
}

async function demand(config: Config, file: string): Promise<void> {
  if (!(await isThere(config, file)))
    throw new LedgerMissingError(`There is no ledger in ${config.dataDir} yet.`);
}

function isThere({ dataDir }: Config, file: string): Promise<boolean> {
  return access(join(dataDir, 'keys', file)).then(
    () => true,
    () => false,
  );
}
