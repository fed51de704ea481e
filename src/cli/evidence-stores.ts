import type { Store } from '../../datasources/open-store.ts';
import type { FindTexts } from '../evidence/policy-changes.ts';
import type { KeptFinding } from '../signals/kept-finding.ts';
import type { DeclaredForPack } from './read-pack-declared.ts';

/** Texts of policy versions: those declared now, and those kept of what was in force. */
export async function policyTexts(
  { policies }: Pick<Store, 'policies'>,
  tenant: string,
  { version: now, schema, tenantFile }: Pick<DeclaredForPack, 'version' | 'schema' | 'tenantFile'>,
): Promise<FindTexts> {
  const kept = new Map((await policies.list(tenant)).map((policy) => [policy.version, policy]));
  return async (version) => {
    if (version === now) return { schema, tenant: tenantFile };
    const hashes = kept.get(version);
    const texts = hashes === undefined ? null : await policies.texts(tenant, hashes);
    return texts === null ? null : { schema: texts.schema, tenant: texts.overlay };
  };
}

/** As many as a page may have. */
const PAGE = 200;

/** A tenant's findings, newest first. One whose state changes meanwhile may come twice. */
export async function* keptFindings(
  { findings }: Pick<Store, 'findings'>,
  tenant: string,
): AsyncGenerator<KeptFinding> {
  const query = { state: null, severity: null, detector: null, first: PAGE };
  for (let after: string | null = null; ; ) {
    const { rows, hasNextPage } = await findings.list(tenant, { ...query, after });
    for (const { record } of rows) yield record;
    after = rows.at(-1)?.position ?? null;
    if (!hasNextPage || after === null) return;
  }
}
