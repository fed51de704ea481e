import { createHash } from 'node:crypto';
import { writeSignedLine } from '../../../src/ledger/chain/signed-line.ts';
import type { EntrySource, LedgerEntry } from '../../../src/ledger/index/entry-source.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { encodeParts } from '../../../src/ledger/split-record.ts';

/** A log in memory: records in parts, each batch with its head behind it. Signatures are of the form only. */
export class MemoryLog implements EntrySource {
  readonly bytes: Uint8Array[] = [];
  #seq = 0;
  readonly #writer: string;
  readonly #limit: number | undefined;

  constructor({ writer = '01JD00000000000000000000AA', limit }: { writer?: string; limit?: number } = {}) {
    this.#writer = writer;
    this.#limit = limit;
  }

  add(...records: readonly OperationRecord[]): void {
    const parts = records.flatMap((record) => encodeParts(record, this.#limit));
    this.#seq += 1;
    const head = {
      v: 1,
      writer: this.#writer,
      seq: this.#seq,
      kind: 'records',
      time: new Date(this.#seq * 1000).toISOString(),
      records: parts.length,
      total: parts.length,
      root: createHash('sha256').update(Buffer.concat(parts)).digest('base64'),
      prev: null,
    };
    this.bytes.push(...parts, writeSignedLine(Buffer.from(JSON.stringify(head)), Buffer.alloc(64)));
  }

  async size(): Promise<number> {
    return this.bytes.length;
  }

  async *entries(from: number): AsyncGenerator<LedgerEntry> {
    const size = this.bytes.length;
    for (let index = from; index < size; index += 1) {
      const bytes = this.bytes[index];
      if (bytes !== undefined) yield { index, bytes };
    }
  }
}
