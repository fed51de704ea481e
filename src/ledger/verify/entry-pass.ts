import type { Findings, Place } from './findings.ts';
import { GrowingTree } from './growing-tree.ts';
import { looksLikeCertificate } from './read-certificate.ts';
import { type Head, looksLikeHead, readHead } from './read-head.ts';
import { type PlacedPruned, type Pruned, readPruned } from './read-pruned.ts';
import { summarizeRecord } from './read-record.ts';
import { splitSigned } from './signed-text.ts';
import { TILE_WIDTH } from './tile-path.ts';
import type { ChainAnswer, WriterChains } from './writer-chains.ts';

/** The records met since the last head. */
interface Pending {
  readonly from: number;
  readonly ids: (string | null)[];
  readonly leaves: Uint8Array[];
  first: Uint8Array | null;
  unreadable: number | null;
  latest: number | null;
  readonly pruned: PlacedPruned[];
  /** Index of what looks like a writer's certificate, or `null`. */
  certificate: number | null;
  /** Entries before it are missing, of which some may be of the same batch: their leaves, the last ones at least. */
  readonly hole: Uint8Array[] | null;
}

/** A batch whose writer's batches before it are missing. */
export interface Jump extends Place {
  /** Hash of the head before it. */
  readonly prev: Uint8Array;
}

/** A batch whose records are not those that were sealed: any from `from` to before `until` may be the changed one. */
export interface Suspect {
  readonly writer: string;
  readonly seq: number;
  readonly from: number;
  readonly until: number;
  readonly ids: readonly (string | null)[];
  readonly leaves: readonly Uint8Array[];
  /** Index of one that is no record at all, or `null`. */
  readonly unreadable: number | null;
}

export interface PassCounts {
  records: number;
  events: number;
  batches: number;
}

/** Told of each batch in order: its head's hash, its first entry, and the time of the writer's batch before it. */
export type OnBatch = (head: Head, hash: Uint8Array, from: number, before: number | null) => void;

const MOST_SUSPECTS = 100;
/** Far more records than a batch holds: what follows is no batch of ours, and is not kept in memory. */
const MOST_PENDING = 65_536;
/** Milliseconds by which a record may be older or newer than its batch before it is said. */
const RECORD_SLACK = 10 * 60_000;

/**
 * The log's entries in their order: of each batch its records, then its sealed head. Everything of a batch is checked
 * when its head comes.
 */
export class EntryPass {
  readonly counts: PassCounts = { records: 0, events: 0, batches: 0 };
  readonly suspects: Suspect[] = [];
  /** What records of retention name, in batches that are as they were sealed. */
  readonly pruned: PlacedPruned[] = [];
  readonly jumps: Jump[] = [];
  readonly #chains: WriterChains;
  readonly #findings: Findings;
  readonly #whereIs: (index: number) => string;
  readonly #onBatch: OnBatch;
  readonly #tree = new GrowingTree();
  #pending: Pending;

  constructor(
    chains: WriterChains,
    findings: Findings,
    whereIs: (index: number) => string,
    onBatch: OnBatch,
  ) {
    this.#chains = chains;
    this.#findings = findings;
    this.#whereIs = whereIs;
    this.#onBatch = onBatch;
    this.#pending = nothing(0);
  }

  /** @param leaf the entry's leaf hash. */
  accept(index: number, entry: Uint8Array, leaf: Uint8Array): void {
    if (looksLikeHead(entry)) this.#head(index, entry);
    else if (looksLikeCertificate(entry)) {
      this.#pending.certificate ??= index;
      this.#record(leaf, entry, null);
    } else if (splitSigned(entry) !== null) this.#head(index, entry);
    else {
      const record = summarizeRecord(entry);
      if (record === null) this.#pending.unreadable ??= index;
      else {
        this.counts.events += record.events ?? 0;
        this.counts.records += 1;
        if (record.events === null) {
          this.#findings.notice({
            ...this.#place(index, record.id),
            code: 'RECORD_UNKNOWN',
            detail: 'a record of a form this version does not know',
          });
        }
        const pruned = readPruned(Buffer.from(entry.buffer, entry.byteOffset, entry.length));
        if (pruned !== null) this.#prunes(pruned, index, record.id);
        if (record.time !== null) this.#pending.latest = Math.max(this.#pending.latest ?? 0, record.time);
      }
      this.#record(leaf, entry, record?.id ?? null);
    }
  }

  /**
   * An entry is missing, and so may be the head of what stood before it. A batch that reaches over it is looked at by
   * its leaves all the same.
   */
  skip(index: number, leaf: Uint8Array): void {
    this.#chains.lose();
    const { hole: before, leaves } = this.#pending;
    let hole = before === null || leaves.length > 0 ? [...(before ?? []), ...leaves] : before;
    hole.push(leaf);
    if (hole.length > 2 * MOST_PENDING) hole = hole.slice(-MOST_PENDING);
    this.#forget(index + 1, hole);
  }

  /** @param size entries of the log. A log ends behind a batch. */
  finish(size: number): void {
    if (this.#pending.leaves.length === 0) return;
    const detail = `${size - this.#pending.from} records before it are without the head of their batch`;
    this.#findings.add('log', { ...this.#place(size, null), code: 'BATCH_UNFINISHED', detail });
  }

  #record(leaf: Uint8Array, entry: Uint8Array, id: string | null): void {
    const pending = this.#pending;
    this.#tree.push(leaf);
    if (pending.leaves.length === 0) pending.first = Uint8Array.from(entry);
    if (pending.leaves.length >= MOST_PENDING) return;
    pending.ids.push(id);
    pending.leaves.push(leaf);
  }

  #head(index: number, sealed: Uint8Array): void {
    const pending = this.#pending;
    this.#reachBack(sealed);
    const { size: records } = this.#tree;
    const root = this.#tree.root();
    const answer = this.#chains.accept({ writer: null, sealed, records, root, first: pending.first, index });
    this.counts.batches += 1;
    const { head, problem } = answer;
    if (problem !== null) this.#problem(index, answer);
    else if (pending.certificate !== null && head?.kind !== 'open') {
      // It would be counted as no record, whatever it holds.
      const place = this.#place(pending.certificate, null, head);
      this.#findings.add('log', { ...place, code: 'ENTRY_FORM', detail: 'a certificate among records' });
    } else if (pending.unreadable !== null) {
      const place = this.#place(pending.unreadable, null, head);
      this.#findings.add('log', {
        ...place,
        code: 'ENTRY_FORM',
        detail: 'sealed by its writer, and no record',
      });
    }
    for (const detail of answer.oddities) {
      this.#findings.notice({ ...this.#place(index, null, head), code: 'CLOCK', detail });
    }
    if (head !== null && problem === null) {
      if (pending.latest !== null && Math.abs(head.time - pending.latest) > RECORD_SLACK) {
        const detail = 'its records are of another time than their batch';
        this.#findings.notice({ ...this.#place(index, null, head), code: 'CLOCK', detail });
      }
      this.pruned.push(...pending.pruned);
      if (answer.jumped !== null) this.jumps.push({ prev: answer.jumped, ...this.#place(index, null, head) });
      this.#onBatch(head, answer.hash, pending.from, answer.before);
    }
    this.#forget(index + 1);
  }

  #problem(index: number, { head, problem }: ChainAnswer): void {
    if (problem === null) return;
    const { from, ids, leaves, unreadable } = this.#pending;
    const { code, detail, seq } = problem;
    const writer = head?.writer ?? null;
    const suspected = problem.at === 'records' && leaves.length > 0;
    const at = suspected ? (unreadable ?? from) : index;
    const record = suspected ? (ids[at - from] ?? null) : null;
    const place = { where: this.#whereIs(at), index: at, writer, seq: head === null ? null : seq, record };
    this.#findings.add('log', { ...place, code, detail });
    const wanted = suspected || code === 'BATCH_NUMBER' || code === 'WRITER_UNKNOWN';
    if (wanted && writer !== null && this.suspects.length < MOST_SUSPECTS) {
      this.suspects.push({ writer, seq, from, until: index, ids, leaves, unreadable });
    }
  }

  /** Of a batch whose first records are in a hole the leaves are there, in the tile. */
  #reachBack(sealed: Uint8Array): void {
    const { hole, leaves } = this.#pending;
    const lacking = (hole === null ? 0 : (readHead(sealed)?.head.records ?? 0)) - leaves.length;
    if (hole === null || lacking <= 0) return;
    this.#tree.clear();
    for (const leaf of [...hole.slice(-lacking), ...leaves]) this.#tree.push(leaf);
  }

  #prunes(pruned: Pruned, index: number, record: string): void {
    this.#pending.pruned.push({ ...pruned, by: Math.floor(index / TILE_WIDTH), record });
  }

  #forget(from: number, hole: Uint8Array[] | null = null): void {
    this.#pending = nothing(from, hole);
    this.#tree.clear();
  }

  #place(index: number, record: string | null, head: Head | null = null): Place {
    const [writer, seq] = head === null ? [null, null] : [head.writer, head.seq];
    return { where: this.#whereIs(index), index, writer, seq, record };
  }
}

function nothing(from: number, hole: Uint8Array[] | null = null): Pending {
  const none = { first: null, unreadable: null, latest: null, certificate: null };
  return { from, ids: [], leaves: [], pruned: [], hole, ...none };
}
