import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError } from '../../src/errors.ts';

/** One stored item. */
export type Item = Readonly<Record<string, AttributeValue>>;

export function textOf(item: Item, name: string): string | null {
  return item[name]?.S ?? null;
}

export function numberOf(item: Item, name: string): number | null {
  const value = item[name]?.N;
  return value === undefined ? null : Number(value);
}

export function listOf(item: Item, name: string): readonly string[] {
  return (item[name]?.L ?? []).flatMap((value) => (value.S === undefined ? [] : [value.S]));
}

/** @throws DataIntegrityError when the item lacks what every item of its kind has. */
export function requiredText(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new DataIntegrityError(`an item lacks its attribute ${name}`);
  return value;
}

/** @throws DataIntegrityError when the item lacks what every item of its kind has. */
export function requiredBytes(item: Item, name: string): Uint8Array {
  const value = item[name]?.B;
  if (value === undefined) throw new DataIntegrityError(`an item lacks its attribute ${name}`);
  return value;
}

export function textList(values: readonly string[]): AttributeValue {
  return { L: values.map((value) => ({ S: value })) };
}
