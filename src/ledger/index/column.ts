import type { SQLOutputValue } from 'node:sqlite';
import { IndexDamagedError } from './index-damaged-error.ts';

export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** @throws IndexDamagedError for anything but a whole number */
export function integerOf(row: SqlRow | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new IndexDamagedError(column);
  return value;
}

/** @throws IndexDamagedError for anything but text */
export function textOf(row: SqlRow | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value !== 'string') throw new IndexDamagedError(column);
  return value;
}

/** @throws IndexDamagedError for anything but bytes */
export function bytesOf(row: SqlRow | undefined, column: string): Uint8Array {
  const value = row?.[column];
  if (!(value instanceof Uint8Array)) throw new IndexDamagedError(column);
  return value;
}
