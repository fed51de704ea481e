import type { SegmentsCheck } from './check-segments.ts';
import { isEqual } from './merkle-proof.ts';
import { FRAME, type FrameItem } from './read-frames.ts';
import { type Previous, readSeal, type Seal, type SegmentHeader } from './segment-lines.ts';
import { strictBase64 } from './signed-text.ts';
import type { StoredRecord } from './store-check.ts';

/** One segment from its first frame to its end. */
export class SegmentWalk {
  readonly #check: SegmentsCheck;
  readonly #writer: string;
  readonly #name: string;
  readonly #header: SegmentHeader | null;
  readonly #successor: Previous | null;
  #pending: StoredRecord[] = [];
  /** First damage since the last head; whether it was said. */
  #damage: { readonly offset: number; readonly after: number } | null = null;
  #batches = 0;
  #records = 0;
  #end = 0;
  #seal: Seal | null = null;
  #sealed = false;
  #told = false;

  /** @param header whole, signed and of this file, or `null`. */
  constructor(
    check: SegmentsCheck,
    writer: string,
    name: string,
    header: SegmentHeader | null,
    successor: Previous | null,
  ) {
    this.#check = check;
    this.#writer = writer;
    this.#name = name;
    this.#header = header;
    this.#successor = successor;
  }

  accept(item: FrameItem): void {
    const first = this.#end === 0;
    this.#end = item.end;
    if (this.#sealed) {
      this.#find('SEGMENT_AFTER_SEAL', item.offset, 'bytes behind the seal');
      return;
    }
    if (item.kind === 'unsearched') {
      this.#damage ??= { offset: item.offset, after: this.#pending.length };
      this.#damaged(
        `bytes that are no frame, and too many that claim to be: given up, up to byte ${item.end}`,
      );
      return;
    }
    if (item.kind !== 'frame') {
      this.#damage ??= { offset: item.offset, after: this.#pending.length };
      return;
    }
    const { type, payload, offset } = item;
    if (type !== FRAME.close && this.#check.store.chain(this.#writer)?.closed) {
      this.#find('SEGMENT_AFTER_SEAL', offset, 'its writer had closed');
    }
    if (first && this.#header === null)
      this.#find('SEGMENT_HEADER', 0, 'no header that its writer signed for this file');
    if (type === FRAME.header) {
      if (!first) this.#find('SEGMENT_HEADER', offset, 'a second header');
    } else if (type === FRAME.record) {
      this.#pending.push({ bytes: payload, where: this.#where(offset) });
    } else if (type === FRAME.commit) this.#commit(payload, offset);
    else this.#close(payload, offset);
  }

  /** @returns up to where it holds whole batches. */
  finish(): string {
    const loose = offsetOf(this.#pending[0]) ?? this.#damage?.offset ?? this.#end;
    this.#finish(loose);
    return this.#where(loose);
  }

  #finish(loose: number): void {
    const successor = this.#successor;
    if (successor !== null) {
      if (this.#end < successor.bytes) {
        this.#suspect(this.#damage?.after ?? this.#pending.length);
        this.#find(
          'SEGMENT_TRUNCATED',
          this.#damage?.offset ?? this.#end,
          `${this.#end} bytes of ${successor.bytes}`,
        );
      } else if (this.#damage !== null) this.#damaged();
      else if (!this.#told) this.#compare(successor, loose);
      return;
    }
    if (this.#seal?.last) return;
    if (
      this.#check.store.chain(this.#writer)?.closed &&
      this.#batches > 0 &&
      loose === this.#end &&
      !this.#sealed
    ) {
      this.#notice('UNSEALED', loose, 'its writer had closed, and was killed before the seal');
    } else if (this.#batches === 0 && this.#header === null && this.#pending.length === 0) {
      this.#notice('UNBORN', 0, 'a segment never begun, left by a failing device or begun this moment');
    } else if (loose < this.#end) {
      this.#suspect(this.#damage?.after ?? this.#pending.length);
      this.#notice(
        'TORN_TAIL',
        loose,
        'an end never acknowledged, left by a writer that was killed or still writes',
      );
    }
  }

  #compare(successor: Previous, loose: number): void {
    const ended = successor.end === 'closed' ? this.#seal?.last === false : !this.#sealed;
    if (ended && successor.records === this.#records && this.#pending.length === 0) return;
    this.#find('SEGMENT_SEAL', loose, 'does not end as its successor says');
  }

  #commit(payload: Buffer, offset: number): void {
    const records = this.#pending;
    const damaged = this.#damage !== null;
    if (this.#damage !== null) this.#damaged();
    this.#pending = [];
    this.#batches += 1;
    this.#records += records.length;
    this.#check.store.batch(this.#writer, payload, records, this.#where(offset), damaged);
  }

  #close(payload: Buffer, offset: number): void {
    if (this.#damage !== null) this.#damaged();
    this.#sealed = true;
    const chain = this.#check.store.chain(this.#writer);
    this.#seal = readSeal(payload, this.#header?.certified.key ?? chain?.key ?? null);
    const seal = this.#seal;
    if (seal === null) {
      this.#find('SEGMENT_SEAL', offset, 'its seal is not its writer’s');
      return;
    }
    if (this.#told) return;
    const head = seal.head === null ? null : strictBase64(seal.head, 32);
    const linked = chain?.hash ? head !== null && isEqual(head, chain.hash) : true;
    const counted = seal.batches === this.#batches && seal.records === this.#records && seal.bytes === offset;
    if (counted && linked && this.#pending.length === 0) return;
    this.#suspect(this.#pending.length);
    this.#find('SEGMENT_SEAL', offset, 'holds something else than was sealed');
  }

  #damaged(detail = 'bytes that are no frame'): void {
    if (this.#damage !== null) {
      this.#suspect(this.#damage.after);
      this.#find('SEGMENT_DAMAGED', this.#damage.offset, detail);
    }
    this.#damage = null;
  }

  /** Of the batch under way, so many records are whole: the one behind them is the bad one. */
  #suspect(whole: number): void {
    this.#check.store.suspected(this.#writer, this.#pending.slice(0, whole));
  }

  #find(code: Parameters<SegmentsCheck['store']['find']>[0], offset: number, detail: string): void {
    this.#told = true;
    this.#check.store.find(code, this.#where(offset), this.#writer, detail);
  }

  #notice(code: 'UNBORN' | 'TORN_TAIL' | 'UNSEALED', offset: number, detail: string): void {
    const place = { where: this.#where(offset), index: null, writer: this.#writer, seq: null, record: null };
    this.#check.findings.notice({ code, ...place, detail });
  }

  #where(offset: number): string {
    return `${this.#name}@${offset}`;
  }
}

function offsetOf(record: StoredRecord | undefined): number | null {
  return record === undefined ? null : Number(record.where.slice(record.where.lastIndexOf('@') + 1));
}
