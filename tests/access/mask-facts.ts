import type { LeafKind, Mask, ValueShape } from '../../src/access/access-model.ts';
import type { MaskFacts } from '../../src/access/masks.ts';
import { maskValue } from '../../src/access/masks.ts';

export const KINDS: readonly LeafKind[] = [
  'IDENTIFIER',
  'NAME',
  'DATE',
  'BIRTH_DATE',
  'GEOGRAPHY',
  'STATE',
  'POSTAL_CODE',
  'CODED',
  'TEXT',
];
export const KEY = new Uint8Array(32).fill(7);
export const FACTS: MaskFacts = {
  birthDate: '1980-05-05',
  deceasedDate: null,
  now: Date.parse('2026-03-01T12:00:00Z'),
  pseudonymKey: KEY,
  zip3Populous: (prefix) => prefix === '021',
};

export const leaf = (kind: LeafKind, list = false): ValueShape => ({ shape: 'leaf', kind, list });
export const mask = (value: unknown, kind: LeafKind, by: Mask, facts: Partial<MaskFacts> = {}) =>
  maskValue(value, leaf(kind), by, { ...FACTS, ...facts });
