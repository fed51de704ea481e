import type { OperationRecord } from '../operation-record.ts';
import { readPattern, type UsePattern, usesOf } from './use-pattern.ts';

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

/** What one pattern adds to. */
export interface PatternTally {
  /** It happened so many times, at this time (milliseconds) at the latest. */
  add(times: number, last: number): void;
  /** It happened to this actor. */
  by(actor: string): void;
}

const NOTHING: PatternTally = Object.freeze({ add: () => undefined, by: () => undefined });

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
    // A record that says nothing is in no index either.
    if (saysSomething(record)) this.begins(time);
    for (const { text, times } of usesOf(record)) {
      const pattern = readPattern(text);
      if (pattern === null) continue;
      const tally = this.of(pattern);
      tally.add(times, time);
      if (record.actor !== null) tally.by(record.actor);
    }
  }

  /** There is a record of this time. */
  begins(time: number): void {
    this.#first = Math.min(this.#first ?? time, time);
  }

  of(pattern: UsePattern): PatternTally {
    // A refused request is no use of a grant, nor of a field.
    if (pattern.kind !== 'operation') return NOTHING;
    const tallies = pattern.fields.flatMap(([coordinate, , decision, , reason, grant]) => {
      if (coordinate === null) return [];
      const counts = pattern.roles.flatMap((role) => [
        known(this.#cells, `${coordinate} ${role}`),
        ...(grant === null ? [] : [known(this.#grants, `${grant} ${role}`)]),
      ]);
      return [{ decision, reason, counts }];
    });
    const given = new Set(tallies.flatMap(({ decision, counts }) => (decision === 'DENY' ? [] : counts)));
    return {
      add: (times, last) => {
        for (const { decision, reason, counts } of tallies) {
          if (decision === 'DENY') this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + times);
          for (const counted of counts) {
            if (decision === 'DENY') counted.refused += times;
            else counted.given += times;
            if (decision !== 'DENY' && reason === 'BREAK_GLASS') counted.throughGlass += times;
          }
        }
        for (const counted of given) {
          counted.last = Math.max(counted.last ?? last, last);
          if (pattern.purpose !== null) counted.purposes.add(pattern.purpose);
        }
      },
      by: (actor) => {
        for (const { people } of given) if (people.size < MOST_PEOPLE) people.add(actor);
      },
    };
  }

  cells(): readonly CellUse[] {
    return sorted(this.#cells).map(([key, counted]) => {
      const [coordinate = '', role = ''] = key.split(' ');
      return { coordinate, role, ...useOf(counted) };
    });
  }

  grants(): readonly GrantUse[] {
    return sorted(this.#grants).map(([key, counted]) => {
      const [grant = '', role = ''] = key.split(' ');
      return { grant, role, purposes: [...counted.purposes].toSorted(), ...useOf(counted) };
    });
  }

  /** PHI fields refused, by reason. */
  denials(): ReadonlyMap<string, number> {
    return new Map(sorted(this.#reasons));
  }

  /** Milliseconds since the epoch of the oldest record; `null`: there was none. */
  get knownSince(): number | null {
    return this.#first;
  }
}

function saysSomething({ kind, refusal, subjects }: OperationRecord): boolean {
  const hasRows = () => subjects.some(({ groups }) => groups.some(({ resources }) => resources.length > 0));
  return kind === 'privileged' || refusal !== null || hasRows();
}

function sorted<Value>(counts: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function known(uses: Map<string, Counted>, key: string): Counted {
  const counted = uses.get(key) ?? {
    given: 0,
    refused: 0,
    throughGlass: 0,
    last: null,
    people: new Set<string>(),
    purposes: new Set<string>(),
  };
  uses.set(key, counted);
  return counted;
}

function useOf({ given, refused, throughGlass, people, last }: Counted): Use {
  return { given, refused, throughGlass, people: people.size, last };
}
