import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { openStore } from '../../datasources/open-store.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { toDocument } from '../../resolvers/to-document.ts';
import { createTenantPolicies } from '../access/create-tenant-policy.ts';
import type { Config } from '../config.ts';
import { documentChecks } from '../documents/document-checks.ts';
import type { DocumentRegistry } from '../documents/document-registry.ts';
import { publishDocuments } from '../documents/publish-documents.ts';
import { reviewDocument } from '../documents/review-document.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { loadTenants } from '../load-tenants.ts';
import { DeskRefused, type DocumentDesk } from './document-desk.ts';
import { expectKnownClient } from './expect-known-client.ts';
import { openCommandLedger } from './open-command-ledger.ts';

const COORDINATES = Object.freeze({
  APPROVED: 'Mutation.approveDocument',
  REJECTED: 'Mutation.rejectDocument',
  RETIRED: 'Mutation.retireDocument',
} as const);

/**
 * Beside a gateway that may be running: on the same store, under the same tenant's file, with the same ledger. Acts are
 * recorded before they are done, in the name of the operating system's user.
 * @throws DeskRefused where the tenant is not configured; ConfigError, UpstreamUnavailableError
 */
export async function openLocalDesk(
  config: Config,
  tenant: string,
  schemaFolder: string,
): Promise<DocumentDesk> {
  const { schema, model, policy } = await readPolicy(config, tenant, schemaFolder);
  const store = await openStore(config, Date.now);
  const ledger = await openCommandLedger(config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const by = `os-user:${userInfo().username}`;
  const registry: DocumentRegistry = {
    ...documentChecks(schema, model, policy),
    store: store.documents,
    tenant,
    clock: Date.now,
  };
  const newId = createUlid(Date.now, randomBytes);
  const record = async (coordinate: string, client: string, id: string) => {
    const time = new Date().toISOString();
    const about = { actor: by, client: 'phield-cli', operation: 'documents', tenant, subject: null };
    const fields = [[coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null] as const];
    await ledger.append({
      ...privilegedRecord({ id: newId(), time, ...about }),
      policyVersion: policy.version,
      shapes: [{ type: 'RegisteredDocument', fields, via: null }],
      subjects: [
        {
          subject: null,
          groups: [{ shape: 0, resources: [`${client}/${id}`], consent: null, breakGlass: null }],
        },
      ],
    });
  };
  const listed = (client: string | null) => store.documents.list(tenant, client === null ? {} : { client });
  return {
    publish: async (client, entries) => {
      if (client === null) throw new DeskRefused('--client: expected, whose documents they are');
      await expectKnownClient(config, store.clients, tenant, client);
      const done = await publishDocuments(registry, {
        client,
        by,
        entries,
        record: (id) => record('Mutation.publishDocuments', client, id),
      });
      if (!done.accepted) return { accepted: false, documents: [], findings: done.findings };
      const documents = done.documents.map(({ document: { id, name, status }, proposed }) => {
        return { id, name, status, proposed };
      });
      return { accepted: true, documents, findings: [] };
    },
    list: async ({ client, status }) => {
      const known = await listed(client);
      return known
        .filter((document) => status === null || document.status === status)
        .map((document) => toDocument(document, known));
    },
    show: async (client, id) => {
      const known = await listed(client);
      const found = known.filter((one) => one.id === id);
      if (found.length > 1) throw new DeskRefused('--client: several clients have a document of this id');
      const [document] = found;
      return document === undefined ? null : toDocument(document, known);
    },
    review: async (review) => {
      const outcome = await reviewDocument(registry, {
        ...review,
        by,
        fourEyes: config.profile === 'production',
        record: () => record(COORDINATES[review.to], review.client, review.id),
      });
      if (outcome === 'own') throw new DeskRefused('you proposed it: somebody else has to approve it');
      if (outcome === 'unfit') throw new DeskRefused('it no longer fits the schema');
      if (outcome === 'conflict')
        throw new DeskRefused(`it is not ${review.from}, or has changed: show it again`);
      return outcome;
    },
    close: async () => {
      await ledger.close();
      await store.close();
    },
  };
}

async function readPolicy({ tenantsDir }: Config, tenant: string, schemaFolder: string) {
  const sdl = readSdl(await loadSdl(schemaFolder));
  const model = readAccessModel(sdl);
  const policy = createTenantPolicies(await loadTenants(tenantsDir, model), model)(tenant);
  if (policy === null) throw new DeskRefused(`--tenant: ${tenantsDir} has no ${tenant}.yaml`);
  return { schema: sdl.schema, model, policy };
}
