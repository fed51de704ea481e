import { randomBytes } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../src/clock.ts';
import { type Config, ConfigError } from '../src/config.ts';
import type { DocumentStore } from '../src/documents/document-store.ts';
import type { RateCounter } from '../src/documents/rate-counter.ts';
import type { Actor } from '../src/identity/actor.ts';
import type { ClientRegister } from '../src/identity/client-register.ts';
import type { Directory } from '../src/identity/directory.ts';
import type { ProofStore } from '../src/identity/proofs.ts';
import type { SessionStore } from '../src/identity/sessions.ts';
import type { HoldStore } from '../src/ledger/keep/hold.ts';
import type { LeaseCell } from '../src/ledger/log/lease.ts';
import type { PolicyArchive } from '../src/ledger/policy-archive.ts';
import { shareAnswer } from '../src/share-answer.ts';
import type { FindingStore } from '../src/signals/finding-store.ts';
import { createDocumentStore } from './dynamodb/document-store.ts';
import { createDynamoClient } from './dynamodb/dynamo-client.ts';
import { createDynamoDirectory } from './dynamodb/dynamo-directory.ts';
import { openHealthCommands } from './dynamodb/dynamo-health-commands.ts';
import { openHealthData } from './dynamodb/dynamo-health-data.ts';
import { createDynamoRateCounter } from './dynamodb/dynamo-rate-counter.ts';
import { createDynamoWriter } from './dynamodb/dynamo-writer.ts';
import { connectEmbeddedStore } from './dynamodb/embedded-store.ts';
import { erasedPatients, erasePatient } from './dynamodb/erase-patient.ts';
import { createFindingStore } from './dynamodb/finding-store.ts';
import { createHoldStore } from './dynamodb/hold-store.ts';
import { openInsightStore, type ReviewedInsightStore } from './dynamodb/insight-store.ts';
import { createDynamoLeaseCell } from './dynamodb/ledger-lease-cell.ts';
import { createNameKeys, type NameKeys } from './dynamodb/name-keys.ts';
import { createPolicyArchive } from './dynamodb/policy-archive.ts';
import { createProofStore } from './dynamodb/proof-store.ts';
import { createRevocationStore, type RevocationStore } from './dynamodb/revocation-store.ts';
import { createDynamoSessionStore } from './dynamodb/session-store.ts';
import { ensureTables, tableNames } from './dynamodb/tables.ts';
import { createTenantKeyring } from './dynamodb/tenant-keyring.ts';
import { createWholes } from './dynamodb/wholes.ts';
import type { HealthCommands } from './health-commands.ts';
import type { HealthData, HealthDataWriter } from './health-data.ts';
import { openEmbeddedKeyService } from './keys/embedded-key-service.ts';
import type { KeyService } from './keys/key-service.ts';
import { createKmsKeyService } from './keys/kms-key-service.ts';
import { sealValue } from './keys/sealed-value.ts';

/** The store as gateway and command line use it: one client, one keyring, whatever profile. */
export interface Store {
  readonly directory: Directory;
  readonly clients: ClientRegister;
  readonly sessions: SessionStore;
  readonly revocations: RevocationStore;
  readonly proofs: ProofStore;
  /** Registered documents of all tenants: callers MUST name one. */
  readonly documents: DocumentStore;
  /** Policies that were in force. */
  readonly policies: PolicyArchive;
  /** Counts that all nodes on this store share. */
  readonly rates: RateCounter;
  /** Data for one operation. `tiedFor`: milliseconds a tie may outlive its end in this tenant. */
  openHealthData(
    actor: Actor,
    needs: { pseudonyms: boolean; ledgerNames?: boolean; signal: AbortSignal },
    tiedFor: number,
  ): HealthData;
  /** What the actor of one operation may change, once it was decided that it may. */
  openCommands(actor: Actor, signal: AbortSignal): HealthCommands;
  /** Insights of the actor's tenant, for one operation. */
  openInsights(actor: Actor, signal: AbortSignal): ReviewedInsightStore;
  /** Seals a short text under the tenant's own key; base64url. @throws UpstreamUnavailableError */
  sealText(tenant: string, text: string): Promise<string>;
  /** Keys of a tenant's names in the ledger. */
  nameKeys(tenant: string): NameKeys;
  /** Legal holds that all machines on this store see. */
  readonly holds: HoldStore;
  /** What was found in the ledgers of all tenants: callers MUST name one. */
  readonly findings: FindingStore;
  /** Which gateway looks for signals. */
  readonly signalLease: LeaseCell;
  /** Erases a patient for good; see `erasePatient`. MUST be on record before. @throws UpstreamUnavailableError */
  erasePatient(tenant: string, patientId: string): Promise<void>;
  /** Patients that were erased: each to be erased again after a restore of the tables. */
  erasedPatients(tenant: string): Promise<readonly string[]>;
  /** Gives the tenant a new key; what older ones sealed stays readable. @throws UpstreamUnavailableError */
  rotateTenantKey(tenant: string): Promise<void>;
  openWriter(tenant: string, signal?: AbortSignal): HealthDataWriter;
  /** Whether the store answers now. */
  reachable(): Promise<boolean>;
  /** Lets go of the store; an embedded one ends when nobody holds it any more. */
  close(): Promise<void>;
}

const KMS_TIMEOUT = 2_000;
/** A read of revocations that takes longer is begun anew, so that one that hangs costs one poll. */
const REVOCATIONS_TIMEOUT = 1_900;
/** Every request waits for its counts; one that does not come is counted by this node alone. */
const RATES_TIMEOUT = 500;

/**
 * Opens the store of a configuration: the embedded one is found or started, AWS's is taken as it is.
 * @throws ConfigError or UpstreamUnavailableError
 */
export async function openStore(config: Config, clock: Clock): Promise<Store> {
  const keyService = await openKeyService(config);
  const embedded =
    config.profile === 'embedded' && config.dynamodbEndpoint === null
      ? await connectEmbeddedStore(config.dataDir)
      : null;
  const endpoint = embedded === null ? fixedEndpoint(config) : () => embedded.endpoint();
  const client = createDynamoClient({ endpoint, region: config.region });
  const tables = tableNames(config.tablePrefix);
  if (config.profile === 'embedded') await ensureTables(client, tables, { timeToLive: false });
  const shared = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
  const keyring = createTenantKeyring({ store: shared, keyService, clock });
  const directory = createDynamoDirectory(shared);
  const wholes = createWholes(clock);

  return Object.freeze({
    directory: directory.users,
    clients: directory.clients,
    sessions: createDynamoSessionStore(shared),
    revocations: createRevocationStore({ ...shared, deadline: REVOCATIONS_TIMEOUT }),
    proofs: createProofStore(shared),
    documents: createDocumentStore(shared),
    policies: createPolicyArchive(shared),
    rates: createDynamoRateCounter({ ...shared, deadline: RATES_TIMEOUT }, clock),
    openHealthData: (
      actor: Actor,
      needs: { pseudonyms: boolean; ledgerNames?: boolean; signal: AbortSignal },
      tiedFor: number,
    ) =>
      openHealthData({
        client,
        tables,
        keyring,
        wholes,
        tenant: actor.tenant,
        actor,
        needsPseudonyms: needs.pseudonyms,
        needsLedgerNames: needs.ledgerNames ?? false,
        tiedSince: () => clock() - tiedFor,
        clock,
        random: randomBytes,
        signal: needs.signal,
      }),
    openCommands: (actor: Actor, signal: AbortSignal) =>
      openHealthCommands({
        client,
        tables,
        keyring,
        tenant: actor.tenant,
        actor,
        clock,
        random: randomBytes,
        signal,
      }),
    openInsights: (actor: Actor, signal: AbortSignal) =>
      openInsightStore({
        client,
        tables,
        keyring,
        clock,
        tenant: actor.tenant,
        actor,
        random: randomBytes,
        signal,
      }),
    sealText: async (tenant: string, text: string) => {
      const { secrets } = await keyring.open(tenant);
      const sealed = sealValue(
        secrets.records,
        ['ledger', `T#${tenant}`, 'address'],
        Buffer.from(text),
        randomBytes,
      );
      return Buffer.from(sealed).toString('base64url');
    },
    nameKeys: (tenant: string) => createNameKeys({ store: shared, keyring, tenant }),
    holds: createHoldStore(shared),
    findings: createFindingStore(shared),
    signalLease: createDynamoLeaseCell({ client, name: tables.data, deadline: shared.deadline }, 'SIGNALS'),
    erasePatient: (tenant: string, patientId: string) =>
      erasePatient({ store: shared, tenant, clock }, patientId),
    erasedPatients: (tenant: string) => erasedPatients({ store: shared, tenant, clock }),
    rotateTenantKey: async (tenant: string) => {
      await keyring.rotate(tenant);
    },
    openWriter: (tenant: string, signal?: AbortSignal) =>
      createDynamoWriter({
        client,
        tables,
        keyring,
        tenant,
        clock,
        random: randomBytes,
        signal: signal ?? null,
      }),
    // Anybody may ask.
    reachable: shareAnswer(
      () =>
        client
          .send(new DescribeTableCommand({ TableName: tables.data }), {
            abortSignal: AbortSignal.timeout(1_000),
          })
          .then(
            () => true,
            () => false,
          ),
      clock,
    ),
    close: async () => {
      client.destroy();
      embedded?.close();
    },
  });
}

async function openKeyService(config: Config): Promise<KeyService> {
  if (config.profile === 'embedded') return openEmbeddedKeyService(config.dataDir, randomBytes);
  if (config.kmsKeyId === null) throw new ConfigError('PHIELD_KMS_KEY_ID: expected in production');
  const client = new KMSClient({
    region: config.region,
    maxAttempts: 3,
    requestHandler: {
      requestTimeout: KMS_TIMEOUT,
      connectionTimeout: KMS_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
  return createKmsKeyService(client, config.kmsKeyId);
}

function fixedEndpoint({ dynamodbEndpoint }: Config): (() => string) | null {
  return dynamodbEndpoint === null ? null : () => dynamodbEndpoint;
}
