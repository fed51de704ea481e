import { PhieldError, UpstreamUnavailableError } from '../../errors.ts';
import type { SealedBatch } from '../chain/batch.ts';
import type { SigningKey } from '../chain/signing-key.ts';
import type { BatchSource } from '../commit/sink.ts';
import type { TreeHead } from './check-proofs.ts';
import { openCheckpoint, signCheckpoint, withSignatures } from './checkpoint.ts';
import type { StepLimits } from './collect-batches.ts';
import { GatherBatches, hashOf } from './gather-batches.ts';
import { growLog } from './grow-log.ts';
import type { MemoryFile } from './known-file.ts';
import { EMPTY_LOG, type KnownLog, type LoadedLog, type LogName, loadLog } from './load-log.ts';
import { LogFault } from './log-fault.ts';
import type { LogStore } from './log-store.ts';
import { PartialTiles } from './partial-tiles.ts';
import { readPlan, writePlan } from './plan.ts';
import type { SequencerFinding, StepOutcome } from './sequencer-finding.ts';
import { Silence, type SilentWriter } from './silence.ts';
import { TileHashes } from './tile-hashes.ts';
import { CHECKPOINT_PATH, planPath } from './tile-path.ts';
import type { Witnesses } from './witnesses.ts';
import { writeObjects } from './write-objects.ts';

export interface SequencerOptions extends LogName {
  /** Its name is `origin`; it is one of `keys`. */
  readonly logKey: SigningKey;
  /** Each 32 bytes. */
  readonly installationKeys: readonly Uint8Array[];
  /** Those that were given up: they certify nobody who is not in the log yet. */
  readonly endedKeys?: readonly Uint8Array[];
  readonly store: LogStore;
  /** One or two; what both have must be the same. */
  readonly sources: readonly BatchSource[];
  readonly witnesses: Witnesses;
  readonly memory: MemoryFile;
  /** The last checkpoint that somebody keeps elsewhere; the log must have grown out of it. */
  readonly trusted: TreeHead | null;
  /** Milliseconds of a clock that never steps back. */
  readonly now: () => number;
  /** Milliseconds between two signs of life of a writer. */
  readonly heartbeat: number;
  readonly report: (finding: SequencerFinding) => void;
  /** Appends the record `writer_lost`. */
  readonly recordLost: (silent: SilentWriter) => Promise<void>;
  readonly limits?: StepLimits;
}

const LIMITS: StepLimits = Object.freeze({ entries: 65_536, bytes: 64 * 1024 * 1024 });
/** A checkpoint of the same size is cosigned anew after this. */
const REFRESH_MS = 10_000;
const REMEMBER_MS = 30_000;

/**
 * Puts whole batches of all writers into the one log (docs/ledger-log.md, "Growing"). Any number may run at once:
 * the first to write down the plan behind a size decides, all others follow it, and no lock is trusted.
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #batches: GatherBatches;
  readonly #silence: Silence;
  /** As its checkpoint was last seen; `null`: to be read again. */
  #log: LoadedLog | null = null;
  /** What the log was seen to be; it only grows. */
  #known: KnownLog | null = null;
  #partials = new PartialTiles();
  /** Witnesses were asked about what the log is at all. */
  #checked = false;
  #published: number;
  #remembered: number;
  readonly #told = new Set<string>();

  constructor(options: SequencerOptions) {
    this.#options = options;
    const { origin, sources, report, heartbeat, now, limits = LIMITS } = options;
    const { installationKeys, endedKeys = [] } = options;
    const trust = { origin, installationKeys, endedKeys };
    this.#batches = new GatherBatches({ sources, trust, limits, report });
    this.#silence = new Silence(heartbeat);
    this.#published = now();
    this.#remembered = now();
  }

  /** Takes what is new into the log. Never rejects for what a store, a source or a witness does. */
  async step(): Promise<StepOutcome> {
    try {
      return await this.#step();
    } catch (error) {
      // What was done half is read again.
      this.#log = null;
      const { report } = this.#options;
      if (error instanceof LogFault) {
        report({ code: error.code, where: error.where });
        return { kind: 'held', code: error.code };
      }
      if (error instanceof UpstreamUnavailableError) {
        report({ code: 'STORE_AWAY', where: error.detail });
        return { kind: 'held', code: 'STORE_AWAY' };
      }
      if (error instanceof PhieldError) throw new Error(error.detail);
      throw error;
    }
  }

  /** Saves what is known, so that the next start need not read the log. */
  async remember(): Promise<void> {
    if (this.#known === null) return;
    this.#remembered = this.#options.now();
    const { memory, origin } = this.#options;
    await memory.save(origin, { log: this.#known, partials: this.#partials.paths });
  }

  async #step(): Promise<StepOutcome> {
    const { store, now } = this.#options;
    const log = await this.#current();
    let planned = await store.get(planPath(log.size));
    if (!this.#checked) {
      // Before anything grows: a witness may know that this is an old copy. A plan is followed first; others may
      // have had its outcome cosigned.
      if (planned === null && !(await this.#refresh(log))) return { kind: 'overtaken' };
      this.#checked = true;
    }
    let fresh: readonly SealedBatch[] | null = null;
    let more = false;
    let own = false;
    if (planned === null) {
      const gathered = await this.#batches.gather(log.places);
      this.#silence.note(log.places, gathered.spoke, now(), gathered.sure);
      await this.#tellSilent(log);
      if (gathered.batches.length === 0) return this.#idle(log);
      more = gathered.more;
      const bytes = planOf(log.size, gathered.batches);
      own = (await store.create(planPath(log.size), bytes)) === 'created';
      planned = own ? bytes : await store.get(planPath(log.size));
      if (planned !== null && Buffer.compare(planned, bytes) === 0) fresh = gathered.batches;
    }
    if (planned === null || (await this.#isPast(log, own))) return this.#overtaken();
    const batches = fresh ?? (await this.#follow(log, planned));
    return batches === null ? { kind: 'held', code: 'PLAN_WAITS' } : this.#grow(log, batches, more);
  }

  /**
   * A plan counts only while its size is the log's: plans are removed after the log has moved on, so one that was
   * made later than that says nothing. @param own remove it then.
   */
  async #isPast(log: LoadedLog, own: boolean): Promise<boolean> {
    const { store, origin, keys } = this.#options;
    const present = await store.get(CHECKPOINT_PATH);
    if (isSame(present, log.checkpoint)) return false;
    const head = present === null ? null : openCheckpoint(present, origin, keys);
    if (own && head !== null && head.size > log.size) await store.remove(planPath(log.size));
    return true;
  }

  async #follow(log: LoadedLog, planned: Uint8Array): Promise<readonly SealedBatch[] | null> {
    const plan = readPlan(planned, log.size);
    if (plan === null) throw new LogFault('LOG_DAMAGED', planPath(log.size));
    return this.#batches.follow(plan, log.places);
  }

  async #grow(log: LoadedLog, batches: readonly SealedBatch[], more: boolean): Promise<StepOutcome> {
    const { store, origin } = this.#options;
    // From here on `log.tree` is ahead of the checkpoint.
    this.#log = null;
    const grown = growLog(log, batches);
    await writeObjects(store, grown.bundles);
    await writeObjects(store, grown.tiles);
    const { size, root } = grown.log;
    const bytes = await this.#signed({ origin, size, root }, log);
    if (bytes === null || !(await store.replaceCheckpoint(bytes, log.checkpoint))) return this.#overtaken();
    this.#log = { ...grown.log, checkpoint: bytes };
    this.#see(this.#log);
    const written = [...grown.bundles, ...grown.tiles].map(({ path }) => path);
    await this.#tidy([planPath(log.size), ...this.#partials.take(written)]);
    if (this.#options.now() - this.#remembered >= REMEMBER_MS) await this.remember();
    return { kind: 'grown', size, entries: size - log.size, batches: batches.length, more };
  }

  /** @returns `null` when a witness has seen more because another sequencer is further on. */
  async #signed(head: TreeHead & { readonly origin: string }, log: LoadedLog): Promise<Buffer | null> {
    const { store, logKey, witnesses } = this.#options;
    const note = await signCheckpoint(head, logKey);
    try {
      return withSignatures(note, await witnesses.cosign(store, head, note));
    } catch (error) {
      if (!(error instanceof LogFault)) throw error;
      // In this order: a plan goes after the checkpoint has moved.
      const planned = head.size === log.size && (await store.get(planPath(log.size))) !== null;
      if (planned || !isSame(await store.get(CHECKPOINT_PATH), log.checkpoint)) return null;
      throw error;
    }
  }

  async #idle(log: LoadedLog): Promise<StepOutcome> {
    const due = this.#options.now() - this.#published >= REFRESH_MS;
    if (due && !(await this.#refresh(log))) return this.#overtaken();
    return { kind: 'idle', size: log.size };
  }

  /** Has the present checkpoint cosigned anew. @returns false when it is another by now. */
  async #refresh(log: LoadedLog): Promise<boolean> {
    const { store, origin, witnesses } = this.#options;
    if (witnesses.count === 0 || log.checkpoint === null) return true;
    const bytes = await this.#signed({ origin, size: log.size, root: log.root }, log);
    if (bytes === null) return false;
    this.#published = this.#options.now();
    // Without a new cosignature the old ones are worth more than none.
    if (bytes.length < log.checkpoint.length || isSame(bytes, log.checkpoint)) return true;
    if (!(await store.replaceCheckpoint(bytes, log.checkpoint))) return false;
    this.#log = { ...log, checkpoint: bytes };
    return true;
  }

  async #current(): Promise<LoadedLog> {
    const { store, memory, origin, trusted } = this.#options;
    const held = this.#log;
    if (held !== null && isSame(await store.get(CHECKPOINT_PATH), held.checkpoint)) return held;
    this.#log = null;
    const before = this.#known;
    if (before === null) {
      const remembered = await memory.load(origin);
      this.#known = remembered?.log ?? EMPTY_LOG;
      this.#partials = new PartialTiles(remembered?.partials);
    }
    const log = await loadLog(store, this.#options, this.#known ?? EMPTY_LOG);
    if (before === null && trusted !== null) await assertGrownFrom(store, log, trusted);
    if (before !== null && log.size > before.size) await this.#tidy([planPath(before.size)]);
    this.#log = log;
    this.#see(log);
    return log;
  }

  #see({ size, root, places }: KnownLog): void {
    this.#known = { size, root, places };
    this.#published = this.#options.now();
  }

  #overtaken(): StepOutcome {
    this.#log = null;
    return { kind: 'overtaken' };
  }

  async #tellSilent({ places }: LoadedLog): Promise<void> {
    const { now, report, recordLost } = this.#options;
    for (const silent of this.#silence.silent(places, now())) {
      if (this.#told.has(silent.writer)) continue;
      try {
        await recordLost(silent);
        this.#told.add(silent.writer);
        report({ code: 'WRITER_LOST', writer: silent.writer, seq: silent.lastSeq });
      } catch {
        // The ledger is away; the next step tries again.
      }
    }
  }

  /** What is in nobody's way when it stays. */
  async #tidy(paths: readonly string[]): Promise<void> {
    await Promise.allSettled(paths.map((path) => this.#options.store.remove(path)));
  }
}

async function assertGrownFrom(store: LogStore, log: LoadedLog, trusted: TreeHead): Promise<void> {
  if (trusted.size > log.size) throw new LogFault('LOG_BEHIND', 'the trusted checkpoint');
  const root = await new TileHashes(store, log.size).root(0, trusted.size);
  if (!isSame(root, trusted.root)) throw new LogFault('LOG_FORKED', 'the trusted checkpoint');
}

function planOf(size: number, batches: readonly SealedBatch[]): Buffer {
  return writePlan({
    v: 1,
    size,
    batches: batches.map((batch) => [batch.head.writer, batch.head.seq, hashOf(batch)]),
  });
}

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null ? one === other : Buffer.compare(one, other) === 0;
}
