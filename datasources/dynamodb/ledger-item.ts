import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../src/ledger/chain/encode-batch.ts';
import { decodeBatch } from '../../src/ledger/chain/read-batch.ts';
import type { Item } from './item.ts';
import { batchesOf, batchKey, pieceKey } from './ledger-table.ts';

/** An item holds 400 KB, names and keys included. */
const PIECE_BYTES = 380_000;
/** Largest batch that is read: as large as the largest frame of a segment, and some. */
const BATCH_BYTES = 64 * 1024 * 1024;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/**
 * A batch as items: `b` holds its frames as in a segment, deflated where `z` is 1. Almost always one; the frames of
 * a single operation too large for an item stand in pieces of their own, and the first item says how many.
 */
export interface BatchItems {
  /** The batch is there once this one is, so it is put last. */
  readonly item: Item;
  readonly pieces: readonly Item[];
}

export async function batchItems(batch: SealedBatch): Promise<BatchItems> {
  const { writer, seq } = batch.head;
  const raw = encodeBatch(batch);
  const small = await deflate(raw, { level: 1 });
  const deflated = small.length < raw.length;
  const bytes = deflated ? small : raw;
  const key = { pk: { S: batchesOf(writer) }, sk: { S: batchKey(seq) } };
  const form = deflated ? { z: { N: '1' } } : {};
  if (bytes.length <= PIECE_BYTES) return { item: { ...key, ...form, b: { B: bytes } }, pieces: [] };
  const pieces: Item[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const sk = { S: pieceKey(seq, pieces.length + 1) };
    pieces.push({ ...key, sk, b: { B: bytes.subarray(at, at + PIECE_BYTES) } });
  }
  return { item: { ...key, ...form, n: { N: String(pieces.length) } }, pieces };
}

/** How many pieces follow this item. */
export function piecesOf(item: Item): number {
  return Number(item.n?.N ?? 0);
}

/** @returns `null` when these items are not one whole batch. */
export async function readBatchItems(item: Item, pieces: readonly Item[]): Promise<SealedBatch | null> {
  const parts = piecesOf(item) === 0 ? [item] : pieces;
  const bytes = parts.map((part) => part.b?.B ?? new Uint8Array());
  if (piecesOf(item) !== pieces.length) return null;
  const stored = Buffer.concat(bytes);
  if (item.z?.N !== '1') return decodeBatch(stored);
  const raw = await inflate(stored, { maxOutputLength: BATCH_BYTES }).catch(() => null);
  return raw === null ? null : decodeBatch(raw);
}
