import { addResolversToSchema } from '@graphql-tools/schema';
import type { IResolvers } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import { assertLintClean, type CleanSchema } from '../directives/lint-schema.ts';
import { readInsights } from '../directives/read-insights.ts';
import type { SdlFile } from '../directives/read-sdl.ts';
import type { AccessModel } from './access/access-model.ts';
import type { FactsSource } from './access/facts.ts';
import { guardFields } from './access/guard-fields.ts';
import { createCursorSealer } from './access/seal-cursor.ts';
import type { TenantPolicies } from './access/tenant-policy.ts';
import { VectorCache } from './access/vector-cache.ts';
import type { Alert } from './acting.ts';
import type { Clock } from './clock.ts';
import { createApollo } from './create-apollo.ts';
import type { DocumentSource } from './documents/approved-documents.ts';
import { createFindDocument } from './documents/find-document.ts';
import type { Rates } from './documents/rates.ts';
import { createCostReader } from './documents/read-cost.ts';
import type { RecentSignIn } from './documents/read-document.ts';
import { createDocumentReader } from './documents/read-document.ts';
import { ForbiddenError } from './errors.ts';
import type { Execute } from './execute-document.ts';
import { createExecutor, executeWithGraphqlJs } from './execute-document.ts';
import type { RootRules } from './guard-roots.ts';
import { guardRoots } from './guard-roots.ts';
import type { DataNeeds, GatewayRequest, GatewayResponse, Line } from './handle-operation.ts';
import { handleOperation } from './handle-operation.ts';
import type { Actor } from './identity/actor.ts';
import { insightFields } from './insight/insight-field.ts';
import type { InsightService } from './insights-of.ts';
import { type IntrospectionSetting, introspectedSchema } from './introspected-schema.ts';
import type { TenantLedger } from './ledger/index/tenant-ledger.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import { createRefusalLog } from './log-refusals.ts';
import type { AcrValues } from './require-sign-in.ts';
import type { AccessReview } from './review/access-review.ts';

/** Everything a gateway is given; it opens nothing by itself. */
export interface GatewayConfig<Data extends FactsSource> {
  readonly authenticate: Line['authenticate'];
  /** Policies for the access model of the schema given. */
  readonly policies: (model: AccessModel) => TenantPolicies;
  /** Data for one operation, bound to the actor's tenant. MUST bring facts for any subject id. */
  readonly openData: (actor: Actor, needs: DataNeeds) => Data;
  /** What changes access, for one operation, bound to tenant and actor; for resolvers that act. Default: nothing. */
  readonly openCommands?: Line['openCommands'];
  /** Documents of clients. Default: there are none, and everybody runs texts of their own. */
  readonly documents?: DocumentSource;
  /** Default: nobody is counted. */
  readonly rates?: Rates;
  /** Default: no insights are written. */
  readonly insights?: InsightService;
  /** Told at once of what somebody has to hear of. Default: the log alone. */
  readonly alert?: Alert;
  readonly ledger: Ledger;
  /** For whoever may ask what was recorded. Default: nobody can. */
  readonly openTenantLedger?: (tenant: string) => TenantLedger;
  /** For whoever may review what is declared. Default: nobody can. */
  readonly openAccessReview?: (tenant: string) => AccessReview;
  readonly refusals: Line['refusals'];
  readonly networkHash: Line['networkHash'];
  /** Default: full addresses are not kept. */
  readonly sealAddress?: Line['sealAddress'];
  /** Default: none, and a tenant that wants pseudonyms in the ledger is served nothing. */
  readonly nameKeys?: Line['nameKeys'];
  /** 32 bytes, the same on every replica, so that a cursor opens on any of them. */
  readonly cursorKey: Uint8Array;
  readonly zip3Populous: (prefix: string) => boolean;
  readonly clock: Clock;
  /** ULIDs: for requests and records. */
  readonly newId: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly log: Log;
  readonly rootRules?: (model: AccessModel) => RootRules;
  /** Root fields that need a recent sign-in with more than one factor: coordinate → seconds (RFC 9470). */
  readonly recentSignIn?: RecentSignIn;
  /** Default: none is named in challenges. */
  readonly acrValues?: AcrValues;
  /** Default: nobody is told. */
  readonly introspection?: IntrospectionSetting;
  /** Milliseconds one operation may take; default 30,000. */
  readonly deadline?: number;
  /** Default: graphql-js. */
  readonly execute?: Execute;
}

export interface Gateway {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  /** Answers one HTTP request for `/graphql`. Never rejects. */
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  stop(): Promise<void>;
}

/**
 * The engine over any schema that uses the directives.
 * @throws SchemaRefusedError with file and line when the schema leaves anything unclassified or ambiguous.
 */
export async function createGateway<Data extends FactsSource>(options: {
  /** As text, or as `assertLintClean` read it. */
  readonly typeDefs: readonly SdlFile[] | CleanSchema;
  readonly resolvers: IResolvers;
  readonly config: GatewayConfig<Data>;
}): Promise<Gateway> {
  const { typeDefs, resolvers, config } = options;
  const { sdl, model } = 'sdl' in typeDefs ? typeDefs : assertLintClean(typeDefs);
  const resolved = addResolversToSchema({ schema: sdl.schema, resolvers });
  // Guards first, so that shield's verdict comes before any resolver and nothing bypasses either.
  const rules = config.rootRules?.(model) ?? {};
  const schema = guardRoots(
    guardFields(resolved, model),
    rules,
    () => new ForbiddenError('a root rule refused'),
  );
  const insights = readInsights(sdl.schema);
  const execute = config.execute ?? executeWithGraphqlJs;
  const readDocument = createDocumentReader(schema, model, config.recentSignIn);
  const introspection = config.introspection ?? false;
  const introspected = introspectedSchema(schema, model, rules, introspection);
  const apollo = await createApollo({
    schema,
    executor: createExecutor(schema, readDocument, execute, introspected),
    readDocument,
    readCost: createCostReader(schema, model, new Set(insights.map(({ coordinate }) => coordinate))),
    rates: config.rates ?? null,
    introspection,
    introspected,
    acrValues: config.acrValues ?? (() => []),
    log: config.log,
  });
  const refusalLog = createRefusalLog(config.log);
  const policies = config.policies(model);
  const line: Line = Object.freeze({
    authenticate: config.authenticate,
    rates: config.rates ?? null,
    findDocument:
      config.documents === undefined
        ? null
        : createFindDocument(config.documents, (tenant) => policies(tenant)?.version ?? null, config.clock),
    policies,
    vectors: new VectorCache(model),
    openData: config.openData,
    openCommands: config.openCommands ?? (() => null),
    alert: config.alert ?? ((event, about) => config.log.warn(event, about)),
    apollo,
    insights:
      config.insights === undefined
        ? null
        : {
            service: config.insights,
            fields: insightFields(insights, schema, model),
            execute,
          },
    ledger: config.ledger,
    openTenantLedger: config.openTenantLedger ?? null,
    openAccessReview: config.openAccessReview ?? null,
    refusals: config.refusals,
    cursors: createCursorSealer(config.cursorKey, config.randomBytes),
    zip3Populous: config.zip3Populous,
    networkHash: config.networkHash,
    sealAddress: config.sealAddress ?? (async () => null),
    nameKeys: config.nameKeys ?? null,
    clock: config.clock,
    newId: config.newId,
    log: config.log,
    refusalLog,
    deadline: config.deadline ?? 30_000,
  });
  return Object.freeze({
    schema,
    model,
    handle: (request: GatewayRequest) => handleOperation(request, line),
    stop: async () => {
      refusalLog.flush();
      await apollo.stop();
    },
  });
}
