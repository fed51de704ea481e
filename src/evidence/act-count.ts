import type { OperationRecord } from '../ledger/operation-record.ts';

/** What one kind of privileged act came to in the period. */
export interface CountedAct {
  /** Coordinate of the root field, or the constant name of what a command or the gateway itself did. */
  readonly act: string;
  readonly count: number;
  /** Distinct actors. */
  readonly actors: number;
  readonly first: string;
  readonly last: string;
}

/** A judgement that somebody put on record. Verdicts stand with what was judged, not in the ledger. */
export interface ReviewAct {
  readonly record: string;
  readonly time: string;
  readonly act: string;
  readonly actor: string | null;
  readonly roles: readonly string[];
  /** What was judged; of a patient's things no more than its own id. */
  readonly resource: { readonly type: string; readonly id: string } | null;
}

/** Acts that judge something: by way of the API, and by the command line. */
const REVIEWS: ReadonlySet<string> = new Set([
  'Mutation.approveDocument',
  'Mutation.rejectDocument',
  'Mutation.retireDocument',
  'Mutation.reviewInsight',
  'Mutation.reviewBreakGlass',
  'Mutation.assignFinding',
  'Mutation.closeFinding',
  'Mutation.reopenFinding',
  'signals_assign',
  'signals_close',
  'signals_reopen',
]);

/** Who has no operation of a document: the command line, and the gateway itself. */
const OWN_CLIENTS: readonly (string | null)[] = Object.freeze(['phield', 'phield-cli']);

interface Counted {
  count: number;
  readonly actors: Set<string>;
  readonly first: string;
  last: string;
}

/** Counts the privileged acts of the period, and keeps those that judge something. */
export class ActCount {
  readonly #acts = new Map<string, Counted>();
  readonly #reviews: ReviewAct[] = [];

  observe(record: OperationRecord): void {
    const { id, time, actor, roles } = record;
    const act = actOf(record);
    const known = this.#acts.get(act) ?? { count: 0, actors: new Set<string>(), first: time, last: time };
    known.count += 1;
    known.last = time;
    if (actor !== null) known.actors.add(actor);
    this.#acts.set(act, known);
    if (REVIEWS.has(act))
      this.#reviews.push({ record: id, time, act, actor, roles, resource: thingOf(record) });
  }

  /** By name. */
  acts(): readonly CountedAct[] {
    return [...this.#acts]
      .map(([act, { count, actors, first, last }]) => ({ act, count, actors: actors.size, first, last }))
      .toSorted((a, b) => (a.act < b.act ? -1 : 1));
  }

  /** As they came. */
  reviews(): readonly ReviewAct[] {
    return [...this.#reviews];
  }
}

/** A root field, or one of what a root field leads to. */
const OF_THE_API = /^(Mutation|Query|Ledger|AccessReview)\./;

/** What was done: a document’s operation may be called anything, so what the API did is told by its coordinate. */
export function actOf({ client, operation, shapes }: OperationRecord): string {
  const coordinate = shapes[0]?.fields[0]?.[0] ?? null;
  const isOwn = OWN_CLIENTS.includes(client) && !OF_THE_API.test(coordinate ?? '');
  return (isOwn ? (operation ?? coordinate) : (coordinate ?? operation)) ?? 'unknown';
}

function thingOf({ shapes, subjects }: OperationRecord): ReviewAct['resource'] {
  const type = shapes[0]?.type;
  const id = subjects[0]?.groups[0]?.resources[0];
  return type === undefined || id === undefined ? null : { type, id };
}
