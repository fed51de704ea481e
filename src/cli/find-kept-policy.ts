import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../datasources/open-store.ts';
import type { Config } from '../config.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import { mayUseRoots } from '../may-use-roots.ts';
import { readTexts } from '../review/read-texts.ts';
import type { ReviewedPolicy } from '../review/reviewed-policy.ts';

/**
 * The policy of a version as the store keeps it, held against that version.
 * @returns `null`: it is not kept here, or there is no store to look into.
 * @throws DataIntegrityError for texts that are not what the version says.
 */
export async function findKeptPolicy(
  config: Config,
  tenant: string,
  version: string,
  warn: (message: string) => void,
): Promise<ReviewedPolicy | null> {
  // An embedded store is not begun for a mere look.
  const begun = ['store.json', 'store'].some((name) => existsSync(join(config.dataDir, name)));
  if (config.profile === 'embedded' && config.dynamodbEndpoint === null && !begun) return null;
  const store = await openStore(config, Date.now);
  try {
    const kept = (await store.policies.list(tenant)).find((one) => one.version === version);
    const texts = kept === undefined ? null : await store.policies.texts(tenant, kept);
    return texts === null ? null : readTexts(version, tenant, texts.schema, texts.overlay, mayUseRoots);
  } catch (error) {
    if (!(error instanceof UpstreamUnavailableError)) throw error;
    warn('the store, which keeps what was in force, does not answer');
    return null;
  } finally {
    await store.close();
  }
}
