import type { OperationRecord } from '../operation-record.ts';
import { GlassWatch, type UnreviewedGlass } from './glass-watch.ts';
import { MixCount, type PersonalUse } from './mix-count.ts';
import { type CellUse, type GrantUse, UsageCount } from './usage-count.ts';

/** What one tenant's records say was used; see `usage-count.ts`. */
export interface CountedUsage {
  readonly cells: readonly CellUse[];
  readonly grants: readonly GrantUse[];
  /** PHI fields refused, by reason. */
  readonly denials: readonly (readonly [reason: string, count: number])[];
  /** Milliseconds since the epoch of the oldest record from there on; `null`: there was none. */
  readonly knownSince: number | null;
  /** Empty where nobody asked for it. */
  readonly mix: readonly PersonalUse[];
  readonly unreviewed: readonly UnreviewedGlass[];
}

/** All that is counted of one tenant's use, from sums and from single records. */
export class UsageTally {
  readonly count = new UsageCount();
  readonly glasses = new GlassWatch();
  /** `null`: nobody asks for what purpose each person read. */
  readonly mix: MixCount | null;

  constructor({ mix }: { readonly mix: boolean }) {
    this.mix = mix ? new MixCount() : null;
  }

  /** A record from before what is counted: it says which glasses were opened and reviewed. */
  before(record: OperationRecord): void {
    this.glasses.observe(record);
  }

  observe(record: OperationRecord): void {
    this.count.observe(record);
    this.glasses.observe(record);
    this.mix?.observe(record);
  }

  /** @param since milliseconds since the epoch: of the glasses only those opened from then on. */
  usage(since = Number.NEGATIVE_INFINITY): CountedUsage {
    const { count, glasses, mix } = this;
    return {
      cells: count.cells(),
      grants: count.grants(),
      denials: [...count.denials()],
      knownSince: count.knownSince,
      mix: mix?.uses() ?? [],
      unreviewed: glasses.unreviewed().filter(({ opened }) => opened >= since),
    };
  }
}
