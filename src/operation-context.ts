import type { FactsSource } from './access/facts.ts';
import type { GuardContext } from './access/guard-context.ts';
import type { Acting } from './acting.ts';
import type { ErrorCode } from './errors.ts';
import type { Actor } from './identity/actor.ts';
import type { Insights } from './insight/insights.ts';
import type { TenantLedger } from './ledger/index/tenant-ledger.ts';
import type { AccessReview } from './review/access-review.ts';

/** What resolvers and guards share during one operation. Made anew for each, shared with nothing. */
export interface OperationContext<Data extends FactsSource = FactsSource> extends GuardContext {
  readonly actor: Actor;
  /** Bound to the actor's tenant at creation. */
  readonly data: Data;
  readonly request: string;
  /** Absent where an operation can only read. */
  readonly acting?: Acting | undefined;
  /** The operation's insights, the same ones each time. Absent where the gateway has no model. */
  readonly insights?: (() => Insights) | undefined;
  /** The ledger of the actor's tenant. Absent where the gateway cannot be asked for it. */
  readonly ledger?: (() => TenantLedger) | undefined;
  /** What is declared for the actor's tenant. Absent where the gateway cannot be asked for it. */
  readonly review?: (() => AccessReview) | undefined;
  /** Aborts when the operation's deadline passes. */
  readonly signal: AbortSignal;
  /** Filled in by the executor, for the record. */
  readonly executed: { document: string | null; operation: string | null; refusal: ErrorCode | null };
}
