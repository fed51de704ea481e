import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { z } from 'zod';
import { FRAME, framesIn } from './read-frames.ts';
import type { StoreCheck, StoredRecord } from './store-check.ts';

/** An item of the ledger's table as a line of JSON; `b` in base64. */
const TableItem = z.object({
  pk: z.string(),
  sk: z.string(),
  b: z.base64().optional(),
  z: z.literal(1).optional(),
  /** Pieces that follow, where a batch is larger than an item. */
  n: z.number().int().positive().optional(),
});
export type TableItem = z.infer<typeof TableItem>;

/** @returns the items of a dump, one per line; `null` for a line that is none. */
export async function* readTableDump(path: string): AsyncGenerator<TableItem | null> {
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    yield parseTableLine(line);
  }
}

/** @returns `null` for a line that is no item. */
export function parseTableLine(line: string): TableItem | null {
  try {
    return TableItem.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

export interface TableCheck {
  readonly items: AsyncIterable<TableItem | null>;
  readonly store: StoreCheck;
  /** Writers that the log knows: the table has batches of all of them. */
  readonly logged: Iterable<string>;
  readonly onProgress: (done: number) => void;
}

const inflate = promisify(inflateRaw);
const MOST_BYTES = 64 * 1024 * 1024;
const PARTITION = /^W#([0-9A-HJKMNP-TV-Z]{26})$/;
const SORT = /^([0-9]{12})(?:#([0-9]{4}))?$/;

interface Batch {
  readonly writer: string;
  readonly seq: number;
  readonly where: string;
  readonly deflated: boolean;
  readonly pieces: number;
  readonly bytes: Buffer[];
}

/** The table's items, of each writer in the order of their keys, as a query or a scan gives them. */
export async function checkTable({ items, store, logged, onProgress }: TableCheck): Promise<void> {
  const listed = new Set<string>();
  const met = new Map<string, string>();
  let open: Batch | null = null;
  let line = 0;
  const settle = async () => {
    if (open !== null) await checkBatch(store, open);
    open = null;
  };
  for await (const item of items) {
    line += 1;
    // Which sequencer works now is no part of the record.
    if (item?.pk === 'LEASE') continue;
    if (item?.pk === 'WRITERS') {
      if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(item.sk))
        store.find('TABLE_ITEM', `line ${line}`, null, 'no name of a writer');
      listed.add(item.sk);
      continue;
    }
    const writer = PARTITION.exec(item?.pk ?? '')?.[1];
    const [, number, piece] = SORT.exec(item?.sk ?? '') ?? [];
    if (item === null || writer === undefined || number === undefined) {
      await settle();
      store.find('TABLE_ITEM', `line ${line}`, writer ?? null, 'no item of the ledger’s table');
      continue;
    }
    const where = `${item.pk}/${item.sk}`;
    met.set(writer, where);
    const bytes = Buffer.from(item.b ?? '', 'base64');
    if (piece !== undefined) {
      const current: Batch | null = open;
      const isNext = isPieceOf(current, writer, Number(number), Number(piece));
      if (isNext) current?.bytes.push(bytes);
      // Pieces of a batch that never got its item were never acknowledged.
      continue;
    }
    await settle();
    open = { writer, seq: Number(number), where, deflated: item.z === 1, pieces: item.n ?? 0, bytes: [] };
    if (open.pieces === 0) open.bytes.push(bytes);
    else if (item.b !== undefined) store.find('TABLE_ITEM', where, writer, 'bytes beside its pieces');
    onProgress(store.counts.batches);
  }
  await settle();
  for (const [writer, where] of met) {
    if (!listed.has(writer))
      store.find('TABLE_WRITER', where, writer, 'has batches and is not listed among the writers');
    store.end(writer, where);
  }
  for (const writer of logged) if (!met.has(writer)) store.end(writer, `W#${writer}`);
}

function isPieceOf(batch: Batch | null, writer: string, seq: number, piece: number): boolean {
  return (
    batch?.writer === writer &&
    batch.seq === seq &&
    batch.bytes.length < batch.pieces &&
    piece === batch.bytes.length + 1
  );
}

async function checkBatch(store: StoreCheck, batch: Batch): Promise<void> {
  const { writer, where, seq } = batch;
  const frames = await framesOf(batch);
  const records = frames?.slice(0, -1) ?? [];
  const sealed = frames?.at(-1);
  if (sealed?.type !== FRAME.commit || records.some(({ type }) => type !== FRAME.record)) {
    store.find('TABLE_ITEM', where, writer, 'not the frames of one batch');
    store.skip(writer, seq);
    return;
  }
  const expected = (store.chain(writer)?.seq ?? 0) + 1;
  const stored = records.map(
    ({ payload }, at): StoredRecord => ({ bytes: payload, where: `${where}@${at}` }),
  );
  store.batch(writer, sealed.payload, stored, where, false);
  // The key says a number too, and must say the same.
  const chain = store.chain(writer);
  if (chain?.seq === expected && seq !== expected)
    store.find('TABLE_ITEM', where, writer, 'under the number of another batch', expected);
}

async function framesOf(
  batch: Batch,
): Promise<readonly { readonly type: number; readonly payload: Buffer }[] | null> {
  if (batch.pieces > 0 && batch.bytes.length !== batch.pieces) return null;
  let raw = Buffer.concat(batch.bytes);
  if (batch.deflated) {
    const inflated = await inflate(raw, { maxOutputLength: MOST_BYTES }).catch(() => null);
    if (inflated === null) return null;
    raw = inflated;
  }
  const frames = [...framesIn(raw, 0, 0)];
  return frames.every((item) => item.kind === 'frame') ? frames : null;
}
