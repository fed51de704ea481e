import { setImmediate } from 'node:timers/promises';
import { PhieldError } from '../errors.ts';
import { type CheckedDocument, checkDocument } from './check-document.ts';
import { checkEntries, toldFindings } from './check-entries.ts';
import type { DocumentRegistry } from './document-registry.ts';
import type { KnownDocument } from './document-store.ts';
import type { Footprint } from './footprint.ts';
import type { DocumentFinding, ManifestEntry } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';
import type { RegisteredDocument } from './registered-document.ts';

export interface PublishRequest {
  /** Whose they are: of the publisher's own token, or named by the operator. */
  readonly client: string;
  readonly by: string;
  readonly entries: readonly ManifestEntry[];
  /** Called before a document is stored; what cannot be recorded is not stored. */
  readonly record: (id: string) => Promise<void>;
}

export interface PublishedDocument {
  readonly document: KnownDocument;
  /** False: it was known with this text, and stays what it was. */
  readonly proposed: boolean;
}

/** All or nothing: with findings, nothing was stored. */
export type Publication =
  | { readonly accepted: true; readonly documents: readonly PublishedDocument[] }
  | { readonly accepted: false; readonly findings: readonly DocumentFinding[] };

/**
 * Proposes documents of one client. Publishing the same again changes nothing; another text under a known id is
 * refused, since what was reviewed is what runs. A retired one is proposed again.
 * @throws PhieldError CONFLICT where somebody publishes the same ids meanwhile, UpstreamUnavailableError,
 * LedgerUnavailableError: documents before it may then be stored, and publishing again goes on with the rest.
 */
export async function publishDocuments(
  registry: DocumentRegistry,
  { client, by, entries, record }: PublishRequest,
): Promise<Publication> {
  const { store, tenant } = registry;
  const { checked, findings } = await checkEntries(entries, (entry) => checkDocument(entry, registry.rules));
  if (findings.length > 0) return refused(findings);
  const known = new Map((await store.known(tenant, client)).map((one) => [one.id, one]));
  const changed = checked.flatMap(([{ id, place }, { sha256 }]) => {
    const before = known.get(id);
    if (before === undefined || before.sha256 === sha256) return [];
    return [{ id, place, message: 'the id is known with another text; a changed document needs a new id' }];
  });
  if (changed.length > 0) return refused(changed);
  const fresh = checked.filter(([{ id }]) => !known.has(id));
  if (known.size + fresh.length > PUBLISH_LIMITS.documentsPerClient) {
    const message = `the client would have more than ${PUBLISH_LIMITS.documentsPerClient} documents`;
    return refused([{ id: null, place: client, message }]);
  }
  const { steps, findings: unfit } = await prepare(registry, checked, known);
  if (unfit.length > 0) return refused(unfit);
  const documents: PublishedDocument[] = [];
  for (const step of steps) {
    documents.push(
      'standing' in step
        ? { document: step.standing, proposed: false }
        : await propose(registry, { client, by, record }, step),
    );
  }
  return { accepted: true, documents };
}

/** What is there and stays, or what is to be proposed, with what is there of it if it was taken out of service. */
type Step = { readonly standing: KnownDocument } | Proposal;
interface Proposal {
  readonly checked: CheckedDocument;
  readonly footprint: Footprint;
  readonly isKnown: boolean;
}

/** Before anything is stored: a document may be within its limits, and too much to look through. */
async function prepare(
  { footprintOf }: DocumentRegistry,
  documents: readonly (readonly [ManifestEntry, CheckedDocument])[],
  known: ReadonlyMap<string, KnownDocument>,
) {
  const steps: Step[] = [];
  const findings: DocumentFinding[] = [];
  for (const [{ id, place }, checked] of documents) {
    const standing = known.get(id);
    if (standing !== undefined && standing.status !== 'RETIRED') {
      steps.push({ standing });
      continue;
    }
    await setImmediate();
    try {
      steps.push({ checked, footprint: footprintOf(checked.document), isKnown: standing !== undefined });
    } catch (error) {
      if (!(error instanceof PhieldError) || error.code !== 'OPERATION_TOO_COMPLEX') throw error;
      findings.push({ id, place, message: error.message });
    }
  }
  return { steps, findings };
}

async function propose(
  registry: DocumentRegistry,
  { client, by, record }: Omit<PublishRequest, 'entries'>,
  { checked: { document: _document, ...checked }, footprint, isKnown }: Proposal,
): Promise<PublishedDocument> {
  const { store, tenant, version, clock } = registry;
  const before = isKnown ? await store.find(tenant, client, checked.id) : null;
  // Somebody may have proposed it again since, and somebody approved it.
  if (before !== null && before.status !== 'RETIRED') return { document: before, proposed: false };
  const proposal: RegisteredDocument = Object.freeze({
    tenant,
    client,
    ...checked,
    status: 'PROPOSED',
    footprint,
    approvedFootprint: before?.approvedFootprint ?? null,
    approvedAt: before?.approvedAt ?? null,
    proposedBy: by,
    proposedAt: clock(),
    reviewedBy: before?.reviewedBy ?? null,
    reviewedAt: before?.reviewedAt ?? null,
    reason: before === null ? null : 'PUBLISHED_AGAIN',
    checkedUnder: version,
  });
  await record(proposal.id);
  if ((await store.put(proposal, before?.status ?? null)) === 'stored') {
    return { document: proposal, proposed: true };
  }
  const other = await store.find(tenant, client, proposal.id);
  if (other?.sha256 === proposal.sha256) return { document: other, proposed: false };
  throw new PhieldError('CONFLICT', 'the same id is being published with another text');
}

function refused(findings: readonly DocumentFinding[]): Publication {
  return { accepted: false, findings: toldFindings(findings) };
}
