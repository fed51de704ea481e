import { createHash } from 'node:crypto';
import type { DocumentSource } from '../src/documents/approved-documents.ts';
import type { RegisteredDocument } from '../src/documents/registered-document.ts';
import { ACTOR } from './bench-data.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** Footprints are for reviewers: what runs a document does not look at them. */
const FOOTPRINT: RegisteredDocument['footprint'] = Object.freeze({
  coordinates: [],
  filters: [],
  insights: [],
  mutations: [],
  worstPatients: 0,
  worstRows: 0,
  byRole: {},
  hash: '',
});

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every query of the yardstick as an approved document of the yardstick's client, by the hash of its text. */
export function benchDocuments(): DocumentSource {
  const documents = new Map(WORKLOADS.map((workload) => [sha256(workload.query), approved(workload)]));
  return { find: async (_tenant, _client, id) => documents.get(id) ?? null };
}

function approved({ name, query }: Workload): RegisteredDocument {
  return Object.freeze({
    tenant: ACTOR.tenant,
    client: ACTOR.client,
    id: sha256(query),
    name,
    text: query,
    sha256: sha256(query),
    kind: 'query',
    status: 'APPROVED',
    footprint: FOOTPRINT,
    approvedFootprint: FOOTPRINT,
    approvedAt: 0,
    proposedBy: ACTOR.client,
    proposedAt: 0,
    reviewedBy: null,
    reviewedAt: 0,
    reason: null,
    checkedUnder: '',
  });
}
