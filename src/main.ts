import { randomBytes } from 'node:crypto';
import type { Models } from '../datasources/open-models.ts';
import { openStore } from '../datasources/open-store.ts';
import { assertLintClean } from '../directives/lint-schema.ts';
import { loadSdl } from '../directives/load-sdl.ts';
import { resolvers } from '../resolvers/resolvers.ts';
import { zip3Populous } from './access/zip3.ts';
import { assembleConsole } from './assemble-console.ts';
import { assembleInsights } from './assemble-insights.ts';
import { assembleLedger } from './assemble-ledger.ts';
import { assembleReview } from './assemble-review.ts';
import { assembleSignals } from './assemble-signals.ts';
import type { Clock } from './clock.ts';
import { Closing } from './closing.ts';
import { type Config, requireLedgerSettings } from './config.ts';
import { mountConsole } from './console/mount-console.ts';
import { documentChecks } from './documents/document-checks.ts';
import { insuredRateCounter, memoryRateCounter } from './documents/memory-rate-counter.ts';
import { OWN_DOCUMENTS, withOwnDocuments } from './documents/own-documents.ts';
import { createRates } from './documents/rates.ts';
import { withinApproved } from './documents/within-approved.ts';
import { mountExplorer } from './explore/mount-explorer.ts';
import { createGateway } from './gateway.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createMetricsServer } from './http/create-metrics-server.ts';
import { doorOf } from './http/door-settings.ts';
import { listen } from './http/listen.ts';
import { mountDiscovery } from './http/mount-discovery.ts';
import { assertOneIssuer } from './identity/assert-one-issuer.ts';
import { createAuthenticator } from './identity/authenticate.ts';
import { pollRevocations } from './identity/poll-revocations.ts';
import { createProofs } from './identity/proofs.ts';
import { createSessions } from './identity/sessions.ts';
import { SMART_CONFIGURATION_PATH, smartConfiguration } from './identity/smart-configuration.ts';
import { trustedIssuers } from './identity/trusted-issuers.ts';
import { createAddressSealer } from './ledger/address-sealer.ts';
import { createNetworkHash } from './ledger/network-hash.ts';
import { networkKey } from './ledger/network-key.ts';
import { createRefusalCounter } from './ledger/refusal-counter.ts';
import type { FileLayer } from './ledger/segments/file-layer.ts';
import { createUlid } from './ledger/ulid.ts';
import type { Log } from './log.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { schemaOfRoles } from './print-role-schema.ts';
import { recheckTenants } from './recheck-tenants.ts';
import { RECENT_SIGN_IN, ROOT_RULES } from './root-rules.ts';
import { SCHEMA_FOLDER } from './schema-folder.ts';
import { seedDemo } from './synthetic/seed-demo.ts';
import { openTenants } from './tenants-in-force.ts';

export interface RunningGateway {
  /** Such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Reads the tenants' files anew; a refused one changes nothing. @returns whether they were taken. */
  reloadTenants(): Promise<boolean>;
  /** Finishes operations under way, closes the ledger with its closing frame, lets go of the store. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** Called with one line for each thing that takes time. */
  readonly progress?: (text: string) => void;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Default: the machine's files. */
  readonly ledgerFiles?: FileLayer;
  /** Default: the schema as shipped. */
  readonly schemaFolder?: string;
  /** Default: Bedrock, and in the embedded profile the server of this machine. Closed with the gateway. */
  readonly models?: Models;
  /** Default: the console's page as built on installation. */
  readonly consoleFolder?: string;
}

/**
 * The composition root: every part is made here and handed to the ones that need it.
 * @throws ConfigError, SchemaRefusedError, or a tenant file's findings: nothing is served then.
 */
export async function startGateway(config: Config, options: StartOptions = {}): Promise<RunningGateway> {
  const log = options.log ?? createLog(config.logLevel);
  const closing = new Closing();
  try {
    const { url, reloadTenants } = await assemble(config, options, log, closing);
    log.info('gateway.serving', { host: config.host, profile: config.profile, pid: process.pid });
    return Object.freeze({
      url,
      reloadTenants,
      close: async () => {
        await closing.run();
        log.info('gateway.stopped', { pid: process.pid });
      },
    });
  } catch (error) {
    // What stopped the start is what matters.
    await closing.run().catch(() => {});
    throw error;
  }
}

/** What is opened is added to `closing` at once. */
async function assemble(
  config: Config,
  options: StartOptions,
  log: Log,
  closing: Closing,
): Promise<Pick<RunningGateway, 'url' | 'reloadTenants'>> {
  requireLedgerSettings(config);
  const clock = options.clock ?? Date.now;
  const progress = options.progress ?? (() => {});
  const newId = createUlid(clock, randomBytes);

  // The store starts in its own process while the schema is read.
  const opening = openStore(config, clock);
  closing.add(() =>
    opening.then(
      (store) => store.close(),
      () => {},
    ),
  );
  const [store, { typeDefs, schema, sdl, model, tenants }] = await Promise.all([
    opening,
    readDeclared(options.schemaFolder ?? SCHEMA_FOLDER, config.tenantsDir, log),
  ]);
  if (config.profile === 'embedded') await seedDemo(config, store, { clock, progress });

  const issuers = await trustedIssuers({ config, fetch, clock, log: log.warn });
  const checksOf = (tenant: string) => {
    const policy = tenants.policies(tenant);
    return policy === null ? null : documentChecks(schema, model, policy);
  };
  const { signIn, clients, documents } = await assembleConsole(config, {
    ...{ issuers, clients: store.clients, schema, model, policies: tenants.policies },
    documents: withOwnDocuments(withinApproved(store.documents, checksOf)),
  });
  if (config.profile !== 'embedded') await assertOneIssuer(issuers, clients);
  const metrics = createMetrics();
  const { ledger, openTenantLedger } = await assembleLedger(
    {
      ...{ config, store, clock, log, metrics, files: options.ledgerFiles },
      ancestors: model.purposeAncestors,
    },
    closing,
  );
  const { openAccessReview, announce } = assembleReview(
    { sdl, model, tenants, archive: store.policies, ledger, clock, newId, log },
    closing,
  );
  const networkHash = createNetworkHash(await networkKey(config.dataDir, randomBytes));
  const refusals = createRefusalCounter({
    append: (record) => ledger.append(record),
    networkHash,
    clock,
    newId,
    policyVersion: model.version,
  });
  closing.add(() => refusals.close());
  const revocations = pollRevocations({
    log: store.revocations,
    clock,
    onAvailability: (available) => log.warn(available ? 'revocations.available' : 'revocations.unavailable'),
  });
  closing.add(async () => revocations.stop());
  await revocations.start();
  const listening: { url: string | null } = { url: null };
  const publicUrl = () => config.publicUrl ?? listening.url;
  const authenticator = createAuthenticator({
    issuers,
    profile: config.profile,
    clock,
    directory: store.directory,
    clients,
    tenantRoles: tenants.roles,
    knownPurposes: new Set(Object.keys(model.purposeAncestors)),
    log: log.warn,
    revocations,
    sessions: createSessions({
      store: store.sessions,
      clock,
      limits: { idle: config.sessionIdleSeconds * 1000, lifetime: config.sessionMaxSeconds * 1000 },
    }),
    proofs: createProofs({
      store: store.proofs,
      clock,
      publicUrl,
    }),
  });
  assembleSignals({ config, store, tenants, ledger, clock, log }, closing);
  const gateway = await createGateway({
    typeDefs,
    resolvers,
    config: {
      authenticate: (credentials) => authenticator.authenticate(credentials),
      policies: () => tenants.policies,
      openData: (actor, needs) => store.openHealthData(actor, needs, needs.treatingDays * 86_400_000),
      openCommands: (actor, { signal }) => store.openCommands(actor, signal),
      documents,
      rates: createRates(
        config.rates === 'shared'
          ? insuredRateCounter(store.rates, memoryRateCounter())
          : memoryRateCounter(),
        config,
        clock,
      ),
      insights: assembleInsights(config, store, { clock, log, metrics, models: options.models }, closing),
      alert: (event, about) => {
        log.warn(event, about);
        metrics.glassOpened();
      },
      ledger,
      openTenantLedger,
      openAccessReview,
      nameKeys: store.nameKeys,
      refusals,
      networkHash,
      sealAddress: createAddressSealer((tenant, text) => store.sealText(tenant, text)),
      cursorKey: config.cursorKey ?? randomBytes(32),
      zip3Populous,
      clock,
      newId,
      randomBytes,
      log,
      rootRules: ROOT_RULES,
      recentSignIn: RECENT_SIGN_IN,
      acrValues: (issuer) =>
        issuers.find(({ settings }) => settings.issuer === issuer)?.settings.assurance.acr ?? [],
      introspection: config.profile === 'embedded' || { roles: config.introspectionRoles },
    },
  });

  closing.add(() => gateway.stop());

  const recheck = () =>
    recheckTenants(tenants.names(), {
      store: store.documents,
      ...{ checksOf, ledger, clock, newId, log },
    });
  // What was approved under another schema or policy may reach further now.
  await Promise.all([recheck(), announce()]);

  const metricsServer =
    config.metricsPort === null ? null : createMetricsServer({ metrics, newId, refusals });
  if (metricsServer !== null) {
    closing.add(() => metricsServer.close());
    await listen(metricsServer, config.metricsPort ?? 0, config.host);
  }
  const server = createHttpServer({
    handle: gateway.handle,
    away: async () => [
      ...(ledger.available ? [] : ['ledger']),
      ...(revocations.fresh() ? [] : ['revocations']),
      ...((await store.reachable()) ? [] : ['store']),
    ],
    metrics,
    newId,
    clock,
    door: doorOf(config),
    refusals,
    exposeMetrics: config.metricsPort === null,
  });
  closing.add(() => server.close());
  const tokenPath = await mountExplorer(server, config, {
    clock,
    clients: store.clients,
    publicUrl,
    schemaOf: schemaOfRoles(schema, model, tenants.policies),
  });
  await mountConsole(server, config, { clock, signIn, fetch, folder: options.consoleFolder });
  mountDiscovery(server, SMART_CONFIGURATION_PATH, () =>
    smartConfiguration({ publicUrl, issuers, tokenPath, documents: OWN_DOCUMENTS }),
  );
  const url = await listen(server, config.port, config.host);
  listening.url = url;
  const reloadTenants = async () => {
    const taken = await tenants.reload();
    // Groups may mean other roles now.
    if (taken) authenticator.forget(() => true);
    if (taken) await announce();
    if (taken) await recheck().catch(() => log.error('documents.recheck.failed'));
    return taken;
  };
  return { url, reloadTenants };
}

/** What schema and tenants declare. @throws SchemaRefusedError, TenantOverlayError */
async function readDeclared(schemaFolder: string, tenantsFolder: string, log: Log) {
  const typeDefs = assertLintClean(await loadSdl(schemaFolder));
  const { sdl, model } = typeDefs;
  return { typeDefs, schema: sdl.schema, sdl, model, tenants: await openTenants(tenantsFolder, model, log) };
}
