import type { ApolloServer, HTTPGraphQLRequest } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { FactsSource } from './access/facts.ts';
import type { CursorSealer } from './access/guard-context.ts';
import { OperationAccess } from './access/operation-access.ts';
import type { TenantPolicies } from './access/tenant-policy.ts';
import type { VectorCache } from './access/vector-cache.ts';
import type { Alert } from './acting.ts';
import { createActing } from './acting.ts';
import type { Clock } from './clock.ts';
import { constantAnswer, responseHeaders } from './constant-answer.ts';
import { DOCUMENT_LIMITS } from './documents/document-limits.ts';
import type { FindDocument } from './documents/find-document.ts';
import type { Rates } from './documents/rates.ts';
import type { ErrorCode } from './errors.ts';
import { ForbiddenError, LedgerUnavailableError, PhieldError, RateLimitedError } from './errors.ts';
import type { Actor } from './identity/actor.ts';
import { challengeFor } from './identity/challenge.ts';
import type { Insights } from './insight/insights.ts';
import type { InsightLine } from './insights-of.ts';
import { insightsOf } from './insights-of.ts';
import { composeRecord } from './ledger/compose-record.ts';
import type { TenantLedger } from './ledger/index/tenant-ledger.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { NameKeys } from './ledger/ledger-names.ts';
import type { OperationRecord } from './ledger/operation-record.ts';
import type { OperationHeader } from './ledger/record-head.ts';
import type { Log } from './log.ts';
import type { RefusalLog } from './log-refusals.ts';
import { nameRecords } from './name-records.ts';
import type { OperationContext } from './operation-context.ts';
import type { AccessReview } from './review/access-review.ts';

export { constantAnswer } from './constant-answer.ts';

/** A request as the HTTP adapter hands it over: body parsed as JSON, header names in lower case. */
export interface GatewayRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Query string with its question mark, or empty. */
  readonly search: string;
  readonly body: unknown;
  readonly remoteAddress: string;
  /** Calls back if the client hangs up before its answer: nobody waits for what is under way. */
  readonly onGone?: (gone: () => void) => void;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What data are opened for. */
export interface DataNeeds {
  /** Facts bring the key of each patient's pseudonyms along. */
  readonly pseudonyms: boolean;
  /** Facts bring along the key of each patient's names in the ledger. */
  readonly ledgerNames?: boolean;
  /** Days that a TREATING tie may outlive its end, by the policy that the operation runs under. */
  readonly treatingDays: number;
  /** Aborts when the operation's deadline passes. */
  readonly signal: AbortSignal;
}

/** What the line is made of; put together by `createGateway`. */
export interface Line {
  readonly authenticate: (credentials: {
    authorization: string | undefined;
    purpose: string | undefined;
    proof: string | undefined;
    method: string;
  }) => Promise<Actor>;
  /** `null`: nobody is counted. */
  readonly rates: Rates | null;
  /** `null`: there are no documents, and texts are for everybody. */
  readonly findDocument: FindDocument | null;
  readonly policies: TenantPolicies;
  readonly vectors: VectorCache;
  readonly openData: (actor: Actor, needs: DataNeeds) => FactsSource;
  /** What changes access, bound to the actor's tenant and the actor; made where it is asked for. */
  readonly openCommands: (actor: Actor, needs: { signal: AbortSignal }) => unknown;
  readonly alert: Alert;
  readonly apollo: ApolloServer<OperationContext>;
  /** `null`: this gateway has no model. */
  readonly insights: InsightLine | null;
  readonly ledger: Ledger;
  /** Bound to the actor's tenant; `null`: nobody can ask this gateway what was recorded. */
  readonly openTenantLedger: ((tenant: string) => TenantLedger) | null;
  /** Bound to the actor's tenant; `null`: nobody can ask this gateway what is declared. */
  readonly openAccessReview: ((tenant: string) => AccessReview) | null;
  /** Keys of a tenant's names in the ledger; `null`: a tenant that wants pseudonyms is served nothing. */
  readonly nameKeys: ((tenant: string) => NameKeys) | null;
  /** Counted per source and time window, not recorded singly: a flood must not fill the ledger (design §7). */
  readonly refusals: { count(remoteAddress: string, code: ErrorCode): void };
  readonly cursors: CursorSealer;
  readonly zip3Populous: (prefix: string) => boolean;
  readonly networkHash: (address: string) => string | null;
  /** The full address under the tenant's key: for an investigation, not for reading along (design §7). */
  readonly sealAddress: (tenant: string, address: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** The same of what was refused as it should be, which may come in floods. */
  readonly refusalLog: RefusalLog;
  /** Milliseconds one operation may take. */
  readonly deadline: number;
}

/**
 * The line: every operation's one way. http → authenticate → rate → find document → open access → parse, validate,
 * limit → execute → commit ledger → respond. Nothing of a request reaches a resolver, the store's records or a model
 * before its document is found and within its limits. Nothing with PHI leaves before `ledger.append` has resolved,
 * and this function is the outermost place that holds an answer (design §3).
 */
export async function handleOperation(request: GatewayRequest, line: Line): Promise<GatewayResponse> {
  const requestId = line.newId();
  try {
    // 1. authenticate: token → Actor
    const actor = await line.authenticate({
      authorization: once(request.headers.authorization),
      purpose: once(request.headers['phield-purpose']),
      proof: once(request.headers.dpop),
      method: request.method,
    });

    // 2. rate: of the actor, then of its client
    await line.rates?.admit(actor);

    // 3. find document: an id becomes the text that was approved under it
    const found = line.findDocument === null ? request : await line.findDocument(actor, request);
    if (found instanceof PhieldError) return refuse(found, request, requestId, line);

    // 4. and 5. open access; parse, validate, limit, execute
    const { answer, record } = await answerOperation({ ...request, ...found }, requestId, actor, line);

    // 6. commit ledger: the barrier
    if (record !== null) await line.ledger.append(record);

    // 7. respond
    return answer;
  } catch (error) {
    return refuse(error, request, requestId, line);
  }
}

/**
 * Steps 4 and 5. Apart, so that of all rows and results only the answer's text and its record are held in
 * memory while the ledger writes; neither MUST leave before it has.
 */
async function answerOperation(
  request: GatewayRequest,
  requestId: string,
  actor: Actor,
  line: Line,
): Promise<{ readonly answer: GatewayResponse; readonly record: OperationRecord | null }> {
  const started = line.clock();
  const { openTenantLedger, openAccessReview } = line;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), line.deadline);
  request.onGone?.(() => deadline.abort());
  try {
    // 4. open access: the class's vector; facts follow with each patient's own batch
    const policy = line.policies(actor.tenant);
    if (policy === null) throw new ForbiddenError('the tenant is not configured');
    const opened = line.vectors.open(actor, policy);
    const { signal } = deadline;
    const { treatingDays } = policy.settings;
    const ledgerNames = policy.pseudonyms !== undefined && policy.pseudonyms !== 'none';
    const pseudonyms = opened.vector.usesPseudonyms;
    const data = line.openData(actor, { pseudonyms, ledgerNames, treatingDays, signal });
    const access = new OperationAccess({
      actor,
      vector: opened.vector,
      facts: data,
      situationOf: (facts) => policy.situationOf(actor, facts, started),
      now: started,
    });
    const named = nameRecords(policy, access, line.nameKeys?.(actor.tenant) ?? null);
    const executed: OperationContext['executed'] = { document: null, operation: null, refusal: null };
    const header = async (): Promise<OperationHeader> => ({
      id: line.newId(),
      time: new Date(started).toISOString(),
      request: requestId,
      network: line.networkHash(request.remoteAddress),
      address: await line.sealAddress(actor.tenant, request.remoteAddress),
      document: executed.document,
      operation: executed.operation,
      policyVersion: policy.version,
    });
    const acting = createActing({
      actor,
      access,
      policy,
      request: requestId,
      append: async (record) => line.ledger.append(named === null ? record : await named(record, true)),
      header,
      commands: () => line.openCommands(actor, { signal }),
      dataAs: (other) => line.openData(other, { pseudonyms: false, treatingDays, signal }),
      newId: line.newId,
      alert: line.alert,
    });
    let insights: Insights | null = null;
    const context: OperationContext = {
      actor,
      access,
      data,
      signal,
      request: requestId,
      accessClass: opened.token,
      cursors: line.cursors,
      zip3Populous: line.zip3Populous,
      executed,
      acting,
      ledger: openTenantLedger === null ? undefined : () => openTenantLedger(actor.tenant),
      review: openAccessReview === null ? undefined : () => openAccessReview(actor.tenant),
      insights: () => {
        insights ??= insightsOf(line.insights, { context, policy, acting, header, newId: line.newId });
        return insights;
      },
    };

    // 5. parse, validate, limit, execute: Apollo's pipeline around our executor
    const answer = await line.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: asApolloRequest(request),
      context: async () => context,
    });
    if (answer.body.kind !== 'complete')
      throw new PhieldError('BAD_REQUEST', 'incremental delivery is not served');
    const status = answer.status ?? 200;
    if (status >= 400) line.refusals.count(request.remoteAddress, context.executed.refusal ?? 'BAD_REQUEST');

    acting.assertRecorded();
    const composed = composeRecord(await header(), actor, access);
    const record = composed === null || named === null ? composed : await named(composed, false);
    // What was resolved is on record, though its answer be too long to give.
    if (Buffer.byteLength(answer.body.string) > DOCUMENT_LIMITS.answer) {
      line.refusals.count(request.remoteAddress, 'OPERATION_TOO_COMPLEX');
      return { answer: constantAnswer('OPERATION_TOO_COMPLEX', requestId), record };
    }
    const headers = { ...Object.fromEntries(answer.headers), ...responseHeaders(requestId) };
    return { answer: { status, headers, body: answer.body.string }, record };
  } finally {
    clearTimeout(timer);
  }
}

/** Every way off the line ends here: counted or recorded, then answered with a constant body. */
function refuse(error: unknown, request: GatewayRequest, requestId: string, line: Line): GatewayResponse {
  const code: ErrorCode = error instanceof PhieldError ? error.code : 'INTERNAL_SERVER_ERROR';
  if (error instanceof PhieldError) line.refusalLog.note(requestId, code, error.detail);
  else line.log.warn('operation.refused', { request: requestId, code, errorName: nameOf(error) });
  if (!(error instanceof LedgerUnavailableError)) line.refusals.count(request.remoteAddress, code);
  const answer = constantAnswer(code, requestId);
  if (error instanceof RateLimitedError)
    return { ...answer, headers: { ...answer.headers, 'retry-after': `${error.retryAfter}` } };
  if (answer.status !== 401) return answer;
  const challenge = challengeFor(error, request.headers.authorization);
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}

function asApolloRequest(request: GatewayRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const name of ['accept', 'content-type', 'authorization', 'apollo-require-preflight']) {
    const value = once(request.headers[name]);
    if (value !== undefined) headers.set(name, value);
  }
  return { method: request.method, headers, search: request.search, body: request.body };
}

/** A header that was given twice says nothing that two readers would read alike (RFC 6750 §3.1, invalid_request). */
function once(header: string | string[] | undefined): string | undefined {
  if (Array.isArray(header)) throw new PhieldError('BAD_REQUEST', 'a header is given more than once');
  return header;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
