import type { KeyObject } from 'node:crypto';
import { leafHash } from '../hash.ts';
import type { Suspect } from './entry-pass.ts';
import type { FindingCode, Findings, Stage } from './findings.ts';
import { GrowingTree } from './growing-tree.ts';
import { isEqual } from './merkle-proof.ts';
import type { Head } from './read-head.ts';
import { summarizeRecord } from './read-record.ts';
import type { Trust } from './trust.ts';
import { type Chain, WriterChains } from './writer-chains.ts';

/** A record of a store's batch, and where it lies there. */
export interface StoredRecord {
  readonly bytes: Uint8Array;
  readonly where: string;
}

export interface StoreCounts {
  batches: number;
  /** Batches that the log does not have yet, and what they hold. */
  unsequenced: number;
  records: number;
  events: number;
}

export interface StoreSuspect {
  readonly leaves: readonly Uint8Array[];
  /** Where each of them lies. */
  readonly wheres: readonly string[];
}

const MOST_SUSPECTS = 20;

export interface StoreCheckOptions {
  readonly stage: Stage;
  readonly trust: Trust;
  readonly findings: Findings;
  /** What the log has of each writer. */
  readonly log: ReadonlyMap<string, Chain>;
  /** Batches of the log that are not as they were sealed, so that those of the store tell which record it is. */
  readonly wanted: readonly Pick<Suspect, 'writer' | 'seq' | 'leaves'>[];
  /** Writers whose batches may be gone from here up to a number: retention took them away, and said so. */
  readonly pruned: ReadonlyMap<string, number>;
  /** Whether a record must be here before it is acknowledged; else it comes after a while. */
  readonly required: boolean;
  readonly onBatch: (head: Head, hash: Uint8Array, where: string, before: number | null) => void;
}

/**
 * The batches of a store (segments, a table), each writer's in order: chains of their own, and the same bytes as the
 * log has. Since each head commits to the one before it, equality of the last that both have is equality of all.
 */
export class StoreCheck {
  readonly stage: Stage;
  readonly chains: WriterChains;
  readonly counts: StoreCounts = { batches: 0, unsequenced: 0, records: 0, events: 0 };
  readonly #options: StoreCheckOptions;
  readonly #tree = new GrowingTree();

  readonly #kept = new Map<string, readonly Uint8Array[]>();
  readonly #suspects = new Map<string, StoreSuspect>();

  constructor(options: StoreCheckOptions) {
    this.#options = options;
    this.stage = options.stage;
    this.chains = new WriterChains(options.trust, (writer) => options.log.has(writer));
  }

  isPruned(writer: string): boolean {
    const { pruned, log } = this.#options;
    const last = pruned.get(writer);
    // What the log has beyond it was never taken away.
    return last !== undefined && (log.get(writer)?.seq ?? 0) <= last;
  }

  find(code: FindingCode, where: string, writer: string | null, detail: string, seq?: number): void {
    const next = seq ?? (writer === null ? null : this.#nextSeq(writer));
    const place = { where, index: null, writer, seq: next, record: null };
    this.#options.findings.add(this.#options.stage, { code, ...place, detail });
  }

  /**
   * @param where of the head.
   * @param damaged something between its first record and its head was said already, so that what does not fit here
   *   is no news.
   */
  batch(
    writer: string,
    sealed: Uint8Array,
    records: readonly StoredRecord[],
    where: string,
    damaged: boolean,
  ): void {
    this.#tree.clear();
    const leaves = records.map(({ bytes }) => leafHash(bytes));
    for (const leaf of leaves) this.#tree.push(leaf);
    const known = this.#options.log.get(writer);
    const answer = this.chains.accept({
      writer,
      sealed,
      records: records.length,
      root: this.#tree.root(),
      first: records[0]?.bytes ?? null,
      index: null,
    });
    const { head, problem, hash } = answer;
    this.counts.batches += 1;
    if (problem !== null) {
      if (damaged) return;
      const atRecords = problem.at === 'records' ? records[0] : undefined;
      const record = atRecords === undefined ? null : (summarizeRecord(atRecords.bytes)?.id ?? null);
      const place = { where: atRecords?.where ?? where, index: null, writer, record };
      const seq = head === null ? this.#nextSeq(writer) : problem.seq;
      if (problem.code !== 'BATCH_REPEATED') this.#suspect(writer, seq, records);
      this.#options.findings.add(this.#options.stage, {
        code: problem.code,
        ...place,
        seq,
        detail: problem.detail,
      });
      return;
    }
    if (head === null) return;
    if (this.#options.wanted.some((one) => isOf(one, writer, head.seq) || beginAlike(one.leaves, leaves))) {
      this.#kept.set(`${writer} ${head.seq}`, leaves);
    }
    for (const detail of answer.oddities) {
      const place = { where, index: null, writer, seq: head.seq, record: null };
      this.#options.findings.notice({ code: 'CLOCK', ...place, detail });
    }
    if (known === undefined || head.seq > known.seq) this.#count(head, records, where);
    else if (head.seq === known.seq && known.hash !== null && !isEqual(known.hash, hash)) {
      this.find('STORE_DIFFERS', where, writer, 'its writer signed another batch that the log has', head.seq);
    }
    this.#options.onBatch(head, hash, where, answer.before);
  }

  /** Leaves of the wanted batches that are here as they were sealed, and of those that begin as one of them does. */
  kept(): readonly (readonly Uint8Array[])[] {
    return [...this.#kept.values()];
  }

  /** Of a batch that is not as it was sealed here: what its records are, as they were met. */
  suspect(writer: string, seq: number): StoreSuspect | undefined {
    return this.#suspects.get(`${writer} ${seq}`);
  }

  /** @param records of the next batch of this writer, up to the one that is not as it was sealed. */
  suspected(writer: string, records: readonly StoredRecord[]): void {
    this.#suspect(writer, this.#nextSeq(writer), records);
  }

  /** What comes before `seq` is missing here, and was said; the chain goes on from there. */
  resume(writer: string, seq: number, hash: Uint8Array | null, key: KeyObject): void {
    const chain = this.chains.chains.get(writer);
    const time = chain?.time ?? 0;
    this.chains.chains.set(writer, { key, seq: seq - 1, hash, total: null, time, closed: false, losses: 0 });
  }

  /** The batch under this number cannot be read, and that was said; the chain goes on behind it. */
  skip(writer: string, seq: number): void {
    const chain = this.chain(writer);
    if (chain === undefined || seq !== chain.seq + 1) return;
    chain.seq = seq;
    chain.hash = null;
    chain.total = null;
  }

  chain(writer: string): Chain | undefined {
    return this.chains.chains.get(writer);
  }

  /** The store has no more of this writer. */
  end(writer: string, where: string): void {
    const known = this.#options.log.get(writer);
    const seq = this.chain(writer)?.seq ?? 0;
    if (known === undefined || seq >= known.seq || this.isPruned(writer)) return;
    const detail = `ends before batch ${known.seq}, which the log has`;
    if (this.#options.required) this.find('STORE_BEHIND', where, writer, detail, seq + 1);
    else {
      const place = { where, index: null, writer, seq: seq + 1, record: null };
      this.#options.findings.notice({ code: 'STORE_BEHIND', ...place, detail });
    }
  }

  #suspect(writer: string, seq: number, records: readonly StoredRecord[]): void {
    const name = `${writer} ${seq}`;
    if (this.#suspects.size >= MOST_SUSPECTS || this.#suspects.has(name)) return;
    const leaves = records.map(({ bytes }) => leafHash(bytes));
    this.#suspects.set(name, { leaves, wheres: records.map(({ where }) => where) });
  }

  #nextSeq(writer: string): number {
    return (this.chain(writer)?.seq ?? 0) + 1;
  }

  #count(head: Head, records: readonly StoredRecord[], where: string): void {
    this.counts.unsequenced += 1;
    if (head.kind === 'open') return;
    for (const { bytes } of records) {
      const summary = summarizeRecord(bytes);
      if (summary === null)
        this.find('ENTRY_FORM', where, head.writer, 'sealed by its writer, and no record', head.seq);
      else {
        this.counts.records += 1;
        this.counts.events += summary.events ?? 0;
      }
    }
  }
}

function isOf(wanted: Pick<Suspect, 'writer' | 'seq'>, writer: string, seq: number): boolean {
  return wanted.writer === writer && wanted.seq === seq;
}

/** A batch that lost its head is met as part of the next one, whoever wrote that. */
function beginAlike([one]: readonly Uint8Array[], [other]: readonly Uint8Array[]): boolean {
  return one !== undefined && other !== undefined && isEqual(one, other);
}
