import type { BatchHead } from '../chain/batch.ts';
import { readSealedHead } from '../chain/read-batch.ts';
import { createRecordsRoot } from '../chain/records-root.ts';
import { readCertificate } from '../chain/writer-certificate.ts';
import { decodeRecord } from '../decode-record.ts';
import { leafHash } from '../hash.ts';
import type { FindingCode, LedgerItem } from './ledger-item.ts';
import { parseLine } from './read-header.ts';
import type { ScanItem } from './scan-segment.ts';
import { type PreviousSegment, SegmentClose, SegmentHeader, segmentName } from './segment-format.ts';

/** What reading one writer's segments carries from one to the next. */
export interface WriterProgress {
  readonly writer: string;
  /** `null`: unknown, since a segment is missing or damaged. */
  nextBatch: number | null;
  /** What the next batch must link to; `null` for the first, `undefined`: unknown. */
  prev: string | null | undefined;
  /** Id of the last whole record. */
  lastRecord: string | null;
}

interface Pending {
  readonly payload: Buffer;
  readonly offset: number;
}

/**
 * Turns what a scan meets in one segment into records, findings and notices. A record counts once its batch's
 * commit frame is whole; damage with a commit frame behind it lies in the acknowledged part. Links and roots are
 * looked at, signatures are not: whoever could make them all fit is for the verifier to find.
 */
export class SegmentReading {
  readonly #file: string;
  readonly #segment: number;
  readonly #progress: WriterProgress;
  #pending: Pending[] = [];
  /** Start of the first damage since the last commit frame. */
  #damage: number | null = null;
  #found = false;
  #header = false;
  #closed: 'no' | 'followed' | 'last' = 'no';
  #batches = 0;
  #records = 0;
  #end = 0;
  readonly #rootOf = createRecordsRoot();

  constructor(segment: number, progress: WriterProgress) {
    this.#segment = segment;
    this.#file = segmentName(progress.writer, segment);
    this.#progress = progress;
  }

  accept(item: ScanItem): readonly LedgerItem[] {
    const first = this.#end === 0;
    this.#end = item.end;
    if (this.#closed !== 'no') return this.#find('AFTER_CLOSE', item.offset);
    if (item.kind === 'unsearched') {
      const damage = this.#damage ?? item.offset;
      this.#damage = null;
      // What was not looked at may hold batches, so what comes next is unknown.
      this.#lose();
      return this.#find('DAMAGED', damage);
    }
    if (item.kind !== 'frame') {
      this.#damage ??= item.offset;
      return [];
    }
    const { frame, offset } = item;
    if (first || frame.type === 'header') return this.#readHeader(item, first);
    if (frame.type === 'commit') return this.#commit(frame.payload, offset);
    if (frame.type === 'close') return this.#close(frame.payload, offset);
    this.#pending.push({ payload: frame.payload, offset });
    return [];
  }

  /** @param sealed what the writer's next segment says about this one; `null` when it is the last. */
  finish(sealed: PreviousSegment | null): readonly LedgerItem[] {
    const loose = Math.min(this.#damage ?? this.#end, this.#pending[0]?.offset ?? this.#end);
    if (sealed !== null) {
      const short = this.#end < sealed.bytes;
      // What is gone may have held batches, so what comes next is unknown.
      if (short || this.#damage !== null) this.#lose();
      if (short) return this.#find('TRUNCATED', loose);
      if (this.#damage !== null) return this.#find('DAMAGED', this.#damage);
      if (this.#found) return [];
      const ends = sealed.end === 'closed' ? 'followed' : 'no';
      const whole = this.#closed === ends && this.#records === sealed.records;
      return whole && this.#pending.length === 0 ? [] : this.#find('RECORD_COUNT', loose);
    }
    if (this.#closed === 'last') return [];
    if (!this.#header && this.#batches === 0) return [this.#notice('UNBORN', 0)];
    const notices = [this.#notice('NOT_CLOSED', this.#end)];
    if (loose < this.#end) notices.unshift(this.#notice('TORN_TAIL', loose));
    return notices;
  }

  #readHeader(item: ScanItem & { kind: 'frame' }, first: boolean): readonly LedgerItem[] {
    const header = parseLine(SegmentHeader, item.frame.payload);
    const own = header?.writer === this.#progress.writer && header.segment === this.#segment;
    if (!first || item.frame.type !== 'header' || !own) return this.#find('BAD_HEADER', item.offset);
    this.#header = true;
    const { nextBatch, prev } = this.#progress;
    const follows = nextBatch === null || (header.nextSeq === nextBatch && header.prev === prev);
    this.#progress.nextBatch = header.nextSeq;
    this.#progress.prev = header.prev;
    return follows ? [] : this.#find('BATCH_ORDER', item.offset);
  }

  #commit(payload: Buffer, offset: number): readonly LedgerItem[] {
    const head = readSealedHead(payload);
    const pending = this.#pending;
    const damage = this.#damage;
    const { nextBatch, prev } = this.#progress;
    this.#pending = [];
    this.#damage = null;
    this.#batches += 1;
    this.#records += pending.length;
    this.#progress.nextBatch = head === null ? null : head.seq + 1;
    this.#progress.prev = head === null ? undefined : Buffer.from(leafHash(payload)).toString('base64');
    const start = pending[0]?.offset ?? offset;
    const items: LedgerItem[] = [];
    if (damage === null) {
      if (head === null || head.writer !== this.#progress.writer)
        items.push(...this.#find('BAD_RECORD', offset));
      else if (nextBatch !== null && head.seq !== nextBatch) items.push(...this.#find('BATCH_ORDER', start));
      else if (head.records !== pending.length) items.push(...this.#find('RECORD_COUNT', start));
      else if (prev !== undefined && head.prev !== prev) items.push(...this.#find('CHAIN', start));
      else if (this.#root(pending) !== head.root) items.push(...this.#find('CHAIN', start));
    }
    let reported = damage === null;
    for (const one of pending) {
      if (!reported && damage !== null && one.offset > damage) {
        items.push(...this.#find('DAMAGED', damage));
        reported = true;
      }
      items.push(...this.#record(one, head));
    }
    if (!reported && damage !== null) items.push(...this.#find('DAMAGED', damage));
    return items;
  }

  #record({ payload, offset }: Pending, head: BatchHead | null): readonly LedgerItem[] {
    // A writer's first batch holds its certificate and no record of an operation.
    if (head?.kind === 'open') {
      const own = readCertificate(payload)?.writer === this.#progress.writer;
      return own ? [] : this.#find('BAD_RECORD', offset);
    }
    const decoded = decodeRecord(payload);
    if (decoded === null) return this.#find('BAD_RECORD', offset);
    this.#progress.lastRecord = decoded.record.id;
    return [{ kind: 'record', ...decoded, file: this.#file, offset, seq: head?.seq ?? null }];
  }

  #root(pending: readonly Pending[]): string {
    return Buffer.from(this.#rootOf(pending.map(({ payload }) => payload))).toString('base64');
  }

  #close(payload: Buffer, offset: number): readonly LedgerItem[] {
    const close = parseLine(SegmentClose, payload);
    this.#closed = close?.last === false ? 'followed' : 'last';
    if (this.#damage !== null) {
      const damage = this.#damage;
      this.#damage = null;
      return this.#find('DAMAGED', damage);
    }
    const counted =
      close?.records === this.#records && close.batches === this.#batches && close.bytes === offset;
    if (this.#found || (counted && this.#pending.length === 0)) return [];
    return this.#find('RECORD_COUNT', this.#pending[0]?.offset ?? offset);
  }

  #lose(): void {
    this.#progress.nextBatch = null;
    this.#progress.prev = undefined;
  }

  #find(code: FindingCode, offset: number): readonly LedgerItem[] {
    this.#found = true;
    return [{ kind: 'finding', code, file: this.#file, offset, after: this.#progress.lastRecord }];
  }

  #notice(code: 'TORN_TAIL' | 'UNBORN' | 'NOT_CLOSED', offset: number): LedgerItem {
    return { kind: 'notice', code, file: this.#file, offset };
  }
}
