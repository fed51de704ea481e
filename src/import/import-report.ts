import type { WriteOutcome } from '../../datasources/health-data.ts';
import { emptyTally, type ReferenceTally } from '../fhir/resolve-references.ts';
import { SKIP_REASONS, type SkipCode } from '../fhir/skip-reason.ts';
import type { Placed } from './write-batches.ts';

/** Outcomes that mean the store has, or rightly no longer has, the resource. The others are refusals. */
type Accepted = 'stored' | 'unchanged' | 'older' | 'removed';
export type Tally = Record<Accepted | 'skipped', number>;

const REFUSALS: Readonly<Record<Exclude<WriteOutcome, Accepted>, SkipCode>> = Object.freeze({
  erased: 'ERASED',
  tooLarge: 'TOO_LARGE',
  invalid: 'INVALID',
});

export interface Place {
  readonly file: string;
  /** `line 12`, `entry 7`, `document 1`. */
  readonly position: string;
}

/** One place of the input that yielded no stored resource. No field repeats what the resource says. */
export interface Skipped extends Place {
  readonly type: string | null;
  readonly id: string | null;
  readonly reason: string;
  /** False for a decision, such as a type that is not stored. */
  readonly error: boolean;
}

export interface ImportReport {
  readonly tenant: string;
  readonly dryRun: boolean;
  readonly interrupted: boolean;
  readonly files: number;
  readonly ignoredFiles: number;
  readonly unreadableFiles: readonly string[];
  readonly resources: number;
  readonly types: Readonly<Record<string, Readonly<Tally>>>;
  readonly total: Readonly<Tally>;
  readonly references: Readonly<ReferenceTally>;
  /** Codes of a claim or medication whose resource is not known. */
  readonly unresolvedCodings: number;
  /** Rows stored earlier that took over labels of what they quote. */
  readonly relabelled: number;
  readonly skipped: readonly Skipped[];
  /** Skipped resources beyond those listed. */
  readonly skippedNotListed: number;
  readonly errors: number;
  readonly seconds: number;
  readonly resourcesPerSecond: number;
  readonly peakMegabytes: number;
}

/** Bounds memory: beyond it, skipped resources are counted but not listed. */
const MAX_LISTED = 100_000;
const UNKNOWN_TYPE = '(unknown)';

function emptyCounts(): Tally {
  return { stored: 0, unchanged: 0, older: 0, removed: 0, skipped: 0 };
}

/** Counts while an import runs. Every resource MUST be counted exactly once. */
export class ImportCounts {
  readonly #types = new Map<string, Tally>();
  readonly #total = emptyCounts();
  readonly #skipped: Skipped[] = [];
  readonly references = emptyTally();
  #errors = 0;
  #notListed = 0;
  unresolvedCodings = 0;

  written({ write, place }: Placed<Place>, outcome: WriteOutcome): void {
    const { resourceType, id } = write;
    switch (outcome) {
      case 'stored':
      case 'unchanged':
      case 'older':
      case 'removed':
        this.#of(resourceType)[outcome] += 1;
        this.#total[outcome] += 1;
        break;
      default:
        this.skip(place, REFUSALS[outcome], resourceType, id);
    }
  }

  skip(place: Place, code: SkipCode, type: string | null, id: string | null): void {
    this.#of(type ?? UNKNOWN_TYPE).skipped += 1;
    this.#total.skipped += 1;
    const { text, error } = SKIP_REASONS[code];
    if (error) this.#errors += 1;
    if (this.#skipped.length >= MAX_LISTED) this.#notListed += 1;
    else this.#skipped.push({ ...place, type, id, reason: text, error });
  }

  addReferences(tally: ReferenceTally): void {
    this.references.contained += tally.contained;
    this.references.relative += tally.relative;
    this.references.resolved += tally.resolved;
    this.references.unresolved += tally.unresolved;
  }

  /** Resources accounted for so far. */
  get resources(): number {
    const { stored, unchanged, older, removed, skipped } = this.#total;
    return stored + unchanged + older + removed + skipped;
  }

  summary(): Pick<
    ImportReport,
    | 'resources'
    | 'types'
    | 'total'
    | 'references'
    | 'unresolvedCodings'
    | 'skipped'
    | 'skippedNotListed'
    | 'errors'
  > {
    return {
      resources: this.resources,
      types: Object.fromEntries([...this.#types].sort(([a], [b]) => (a < b ? -1 : 1))),
      total: { ...this.#total },
      references: { ...this.references },
      unresolvedCodings: this.unresolvedCodings,
      skipped: [...this.#skipped],
      skippedNotListed: this.#notListed,
      errors: this.#errors,
    };
  }

  #of(type: string): Tally {
    const tally = this.#types.get(type) ?? emptyCounts();
    this.#types.set(type, tally);
    return tally;
  }
}
