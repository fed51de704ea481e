import { access, readFile } from 'node:fs/promises';
import type { FetchImplementation } from 'jose';
import { parse } from 'yaml';
import type { Clock } from '../clock.ts';
import { type Config, ConfigError } from '../config.ts';
import { developmentIssuer } from './development-issuer.ts';
import { developmentKey, developmentKeyFile } from './development-key.ts';
import { type IssuerEntry, readIssuerSettings } from './issuer-settings.ts';
import type { LogEvent } from './log-event.ts';
import { createRemoteKeys } from './remote-keys.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export interface TrustedIssuersOptions {
  readonly config: Pick<Config, 'profile' | 'dataDir' | 'issuersFile'>;
  readonly fetch: FetchImplementation;
  readonly clock: Clock;
  readonly log: LogEvent;
}

/**
 * Everybody whose tokens are believed: the issuers of the file, and in the embedded profile the local
 * development key.
 * @throws ConfigError for a file that cannot be used, and in production when there is no issuer, an issuer's
 * keys would come over plain HTTP, or the development key lies in the data folder.
 */
export async function trustedIssuers(options: TrustedIssuersOptions): Promise<readonly TrustedIssuer[]> {
  const { config } = options;
  const entries = config.issuersFile === null ? [] : await readFileOf(config.issuersFile);
  const issuers = entries.map((entry) => remoteIssuer(entry, options));
  if (config.profile === 'embedded') {
    issuers.push(developmentIssuer(await developmentKey(config.dataDir)));
  } else {
    await refuseDevelopment(config.dataDir, entries);
  }
  return Object.freeze(issuers);
}

async function refuseDevelopment(dataDir: string, entries: readonly IssuerEntry[]): Promise<void> {
  if (entries.length === 0) throw new ConfigError('PHIELD_ISSUERS_FILE: expected in production');
  if (entries.some((entry) => new URL(entry.jwksUri).protocol !== 'https:')) {
    throw new ConfigError('The issuers file is not usable:\n  jwksUri: expected https in production');
  }
  const path = developmentKeyFile(dataDir);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) throw new ConfigError(`${path}: a development key must not lie there in production`);
}

async function readFileOf(path: string): Promise<readonly IssuerEntry[]> {
  let content: unknown;
  try {
    content = parse(await readFile(path, 'utf8'));
  } catch {
    throw new ConfigError(`PHIELD_ISSUERS_FILE: expected a readable YAML or JSON file: ${path}`);
  }
  return readIssuerSettings(content);
}

function remoteIssuer(entry: IssuerEntry, { fetch, clock, log }: TrustedIssuersOptions): TrustedIssuer {
  const { jwksUri, keys: policy, preset: _, ...settings } = entry;
  const keys = createRemoteKeys({ issuer: settings.issuer, jwksUri, policy, fetch, clock, log });
  return Object.freeze({ settings: Object.freeze(settings), keys });
}
