import type { Money, Quantity, Range } from '../../src/generated/resolver-types.ts';
import { readCode, readElement, readNumber, readString, readUri } from './read-element.ts';

/** FHIR R4 Quantity, SimpleQuantity and the quantities derived from it. */
export function toQuantity(value: unknown): Quantity | null {
  const quantity = readElement(value);
  if (quantity === null) return null;
  return {
    value: readNumber(quantity.value),
    comparator: readCode(quantity.comparator),
    unit: readString(quantity.unit),
    system: readUri(quantity.system),
    code: readCode(quantity.code),
  };
}

/** FHIR R4 Range. */
export function toRange(value: unknown): Range | null {
  const range = readElement(value);
  if (range === null) return null;
  return { low: toQuantity(range.low), high: toQuantity(range.high) };
}

/** FHIR R4 Money. */
export function toMoney(value: unknown): Money | null {
  const money = readElement(value);
  if (money === null) return null;
  return { value: readNumber(money.value), currency: readCode(money.currency) };
}
