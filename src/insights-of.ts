import type { FactsSource } from './access/facts.ts';
import { OperationAccess } from './access/operation-access.ts';
import type { TenantPolicy } from './access/tenant-policy.ts';
import type { Acting } from './acting.ts';
import { UpstreamUnavailableError } from './errors.ts';
import type { Execute } from './execute-document.ts';
import type { Actor } from './identity/actor.ts';
import type { InsightField } from './insight/insight-field.ts';
import type { InsightData, InsightParts } from './insight/insight-operation.ts';
import type { Insights } from './insight/insights.ts';
import { openInsights } from './insight/open-insights.ts';
import type { InsightStore } from './insight/stored-insight.ts';
import { InsightWithheld } from './insight/withheld.ts';
import { composeRecord } from './ledger/compose-record.ts';
import type { OperationHeader } from './ledger/record-head.ts';
import type { OperationContext } from './operation-context.ts';

/** What a gateway needs to write insights. */
export interface InsightService extends InsightParts {
  readonly openStore: (actor: Actor, needs: { signal: AbortSignal }) => InsightStore;
}

/** A service with the fields of the schema it is asked for. */
export interface InsightLine {
  readonly fields: ReadonlyMap<string, InsightField>;
  readonly service: InsightService;
  readonly execute: Execute;
}

/**
 * Insights for one operation: the caller's own access, its own executor, and the same barrier.
 * @param line `null`: this gateway has no model.
 * @throws InsightWithheld where there is none, or the gateway's data cannot be read record by record.
 */
export function insightsOf(
  line: InsightLine | null,
  operation: {
    readonly context: OperationContext;
    readonly policy: TenantPolicy;
    readonly acting: Acting;
    readonly header: () => Promise<OperationHeader>;
    readonly newId: () => string;
  },
): Insights {
  if (line === null) throw new InsightWithheld('UNAVAILABLE', 'this gateway has no model');
  const { fields, service, execute } = line;
  const { context, policy, acting, header, newId } = operation;
  const { actor, access, signal, request, accessClass } = context;
  const { data } = context;
  if (!readsRecords(data)) throw new InsightWithheld('UNAVAILABLE', 'the data has no single records');
  return openInsights(fields, service, {
    actor,
    settings: policy.insights,
    policyVersion: policy.version,
    accessClass,
    request,
    now: access.now,
    access,
    data,
    store: () => service.openStore(actor, { signal }),
    openAccess: () =>
      new OperationAccess({
        actor,
        vector: access.vector,
        facts: data,
        situationOf: (facts) => policy.situationOf(actor, facts, access.now),
        now: access.now,
      }),
    run: async ({ schema, document, access: reading, root, variables }) => {
      const result = await execute({
        schema,
        document,
        // Sources that could ask for insights would never end.
        contextValue: { ...context, access: reading, insights: undefined, acting: undefined },
        variableValues: variables,
        operationName: null,
        rootValue: root,
      });
      // Part of the evidence is no evidence: what is missing may be what matters.
      if (result.errors !== undefined) throw new UpstreamUnavailableError('sources could not be read');
      return result.data;
    },
    record: async (reading, insight) => {
      const record = composeRecord(await header(), actor, reading, insight);
      if (record !== null) await acting.disclose(record);
    },
    act: acting.record,
    newId,
    signal,
  });
}

/** A gateway's data need not be able to read single records; insights need it. */
function readsRecords(data: FactsSource): data is InsightData {
  return (
    'patient' in data && typeof data.patient === 'function' && 'row' in data && typeof data.row === 'function'
  );
}
