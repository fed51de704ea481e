import type { OperationRecord } from '../ledger/operation-record.ts';

/** How often something was used, by whom, and when last. */
export interface Use {
  /** PHI fields given, whole or masked. */
  readonly given: number;
  /** PHI fields refused. */
  readonly refused: number;
  /** Given ones that were read through a glass. */
  readonly throughGlass: number;
  /** Distinct actors to whom something was given; `MOST_PEOPLE` stands for that many or more. */
  readonly people: number;
  /** Milliseconds since the epoch: when something was last given; `null`: never. */
  readonly last: number | null;
}

/** A coordinate and one role of those who used it. */
export interface CellUse extends Use {
  readonly coordinate: string;
  readonly role: string;
}

/** A grant and one role that it names, with the purposes for which it was used. */
export interface GrantUse extends Use {
  readonly grant: string;
  readonly role: string;
  readonly purposes: readonly string[];
}

export const MOST_PEOPLE = 1_000;

interface Counted {
  given: number;
  refused: number;
  throughGlass: number;
  last: number | null;
  readonly people: Set<string>;
  readonly purposes: Set<string>;
}

/**
 * Counts what records of one tenant say was done, by coordinate and role and by grant and role. What it keeps grows
 * with the schema and the people, not with the records.
 */
export class UsageCount {
  readonly #cells = new Map<string, Counted>();
  readonly #grants = new Map<string, Counted>();
  readonly #reasons = new Map<string, number>();
  #first: number | null = null;

  observe(record: OperationRecord): void {
    const time = Date.parse(record.time);
    if (Number.isNaN(time)) return;
    this.#first = Math.min(this.#first ?? time, time);
    // A reading of the ledger and an act are no use of a grant.
    if (record.kind !== 'operation') return;
    for (const { groups } of record.subjects) {
      for (const { shape, resources } of groups) {
        for (const [coordinate, , decision, , reason, grant] of record.shapes[shape]?.fields ?? []) {
          if (decision === 'DENY')
            this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + resources.length);
          const use = { record, time, times: resources.length, decision, reason };
          for (const role of record.roles) {
            note(this.#cells, `${coordinate} ${role}`, use);
            if (grant !== null) note(this.#grants, `${grant} ${role}`, use);
          }
        }
      }
    }
  }

  cells(): readonly CellUse[] {
    return [...this.#cells].map(([key, counted]) => {
      const [coordinate = '', role = ''] = key.split(' ');
      return { coordinate, role, ...useOf(counted) };
    });
  }

  grants(): readonly GrantUse[] {
    return [...this.#grants].map(([key, counted]) => {
      const [grant = '', role = ''] = key.split(' ');
      return { grant, role, purposes: [...counted.purposes].toSorted(), ...useOf(counted) };
    });
  }

  /** PHI fields refused, by reason. */
  denials(): ReadonlyMap<string, number> {
    return new Map(this.#reasons);
  }

  /** Milliseconds since the epoch of the oldest record; `null`: there was none. */
  get knownSince(): number | null {
    return this.#first;
  }
}

interface OneUse {
  readonly record: OperationRecord;
  readonly time: number;
  readonly times: number;
  readonly decision: string;
  readonly reason: string;
}

function note(
  uses: Map<string, Counted>,
  key: string,
  { record, time, times, decision, reason }: OneUse,
): void {
  const known = uses.get(key) ?? begun();
  uses.set(key, known);
  if (decision === 'DENY') {
    known.refused += times;
    return;
  }
  known.given += times;
  known.last = Math.max(known.last ?? time, time);
  if (reason === 'BREAK_GLASS') known.throughGlass += times;
  if (record.actor !== null && known.people.size < MOST_PEOPLE) known.people.add(record.actor);
  if (record.purpose !== null) known.purposes.add(record.purpose);
}

function begun(): Counted {
  return { given: 0, refused: 0, throughGlass: 0, last: null, people: new Set(), purposes: new Set() };
}

function useOf({ given, refused, throughGlass, people, last }: Counted): Use {
  return { given, refused, throughGlass, people: people.size, last };
}
