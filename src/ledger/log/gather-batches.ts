import type { SealedBatch } from '../chain/batch.ts';
import type { BatchSource } from '../commit/sink.ts';
import { leafHash } from '../hash.ts';
import { type ChainTrust, collectChain, plannedByWriter, type StepLimits } from './collect-batches.ts';
import type { Plan } from './plan.ts';
import type { SequencerFinding } from './sequencer-finding.ts';
import { unionWriters } from './union-sources.ts';
import type { WriterPlaces } from './writer-places.ts';

export interface GatherOptions {
  readonly sources: readonly BatchSource[];
  readonly trust: ChainTrust;
  readonly limits: StepLimits;
  readonly report: (finding: SequencerFinding) => void;
}

export interface Gathered {
  readonly batches: readonly SealedBatch[];
  readonly more: boolean;
  /** Every source could be read. */
  readonly sure: boolean;
  readonly spoke: ReadonlySet<string>;
}

/** Writers read at once. */
const AT_ONCE = 8;
/** A writer taken for lost is asked every so many times. */
const LOST_EVERY = 60;

/** Reads what writers added, and leaves out those that once had a batch that does not follow. */
export class GatherBatches {
  readonly #options: GatherOptions;
  readonly #stopped = new Set<string>();
  #turn = 0;

  constructor(options: GatherOptions) {
    this.#options = options;
  }

  /** New batches of all writers, as many as go into one step. */
  async gather(places: WriterPlaces): Promise<Gathered> {
    const { sources, limits } = this.#options;
    const away = this.#away();
    const writers = this.#turned(await unionWriters(sources, away.tell), places);
    const share = Math.max(1, Math.min(AT_ONCE, writers.length));
    const each = { entries: Math.ceil(limits.entries / share), bytes: Math.ceil(limits.bytes / share) };
    const batches: SealedBatch[] = [];
    const spoke = new Set<string>();
    let more = false;
    let entries = 0;
    let bytes = 0;
    for (let at = 0; at < writers.length; at += AT_ONCE) {
      if (entries >= limits.entries || bytes >= limits.bytes) {
        more = true;
        break;
      }
      const group = writers.slice(at, at + AT_ONCE);
      const chains = await Promise.all(
        group.map((writer) => this.#chain(writer, places, each, away.tell, null)),
      );
      for (const [index, chain] of chains.entries()) {
        if (chain.batches.length > 0) spoke.add(group[index] ?? '');
        for (const batch of chain.batches) batches.push(batch);
        entries += chain.entries;
        bytes += chain.bytes;
        more ||= chain.more;
      }
    }
    return { batches, more, sure: !away.any(), spoke };
  }

  /** @returns a plan's batches in its order; `null`, and says so, when not all can be had. */
  async follow(plan: Plan, places: WriterPlaces): Promise<readonly SealedBatch[] | null> {
    const away = this.#away();
    const found = new Map<string, SealedBatch>();
    for (const [writer, hashes] of plannedByWriter(plan)) {
      const chain = await this.#chain(writer, places, this.#options.limits, away.tell, hashes);
      for (const batch of chain.batches) found.set(hashOf(batch), batch);
      if (chain.batches.length < hashes.length) {
        this.#options.report({ code: 'PLAN_WAITS', writer, size: plan.size });
        return null;
      }
    }
    return plan.batches.flatMap(([, , hash]) => found.get(hash) ?? []);
  }

  async #chain(
    writer: string,
    places: WriterPlaces,
    limits: StepLimits,
    away: (source: string) => void,
    planned: readonly string[] | null,
  ) {
    const { sources, trust, report } = this.#options;
    const chain = await collectChain(sources, writer, places, trust, limits, away, planned);
    if (chain.fault !== null) {
      if (planned === null) this.#stopped.add(writer);
      report({ code: 'BATCH_REFUSED', writer, ...chain.fault });
    }
    return chain;
  }

  /** Those that may have something, each time beginning with another, so that none is starved. */
  #turned(writers: readonly string[], places: WriterPlaces): readonly string[] {
    this.#turn += 1;
    const asked = writers.filter((writer) => {
      const place = places.get(writer);
      if (this.#stopped.has(writer) || place?.closed === true) return false;
      return place?.lost !== true || this.#turn % LOST_EVERY === 0;
    });
    const from = asked.length === 0 ? 0 : this.#turn % asked.length;
    return [...asked.slice(from), ...asked.slice(0, from)];
  }

  #away() {
    const names = new Set<string>();
    return {
      any: () => names.size > 0,
      tell: (source: string) => {
        if (names.has(source)) return;
        names.add(source);
        this.#options.report({ code: 'SOURCE_AWAY', source });
      },
    };
  }
}

export function hashOf({ sealed }: SealedBatch): string {
  return Buffer.from(leafHash(sealed)).toString('base64');
}
