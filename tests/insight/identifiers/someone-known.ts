import type { KnownIdentifiers } from '../../../src/insight/identifiers/known-identifiers.ts';

/** A person of nobody's, with parts that are everyday words and parts that are not. */
export const SOMEONE: KnownIdentifiers = Object.freeze({
  names: ['Zoë Will Quillfeather-Long', 'Dr. Ignatius Müllerby', "Bridget O'Tarrow", '林 小滝'],
  dates: ['1948-03-07'],
  numbers: ['900-55-0137', '(555) 017-2244', 'RVS-0093371', 'A7 99-1204'],
  emails: ['zoe.q@mail.example'],
  addresses: ['14 Tallowmere Street', 'Brackenford', 'Reading', '90417'],
  ids: ['b7d1c2f0-11aa-4c3e-9a55-0c4477e1d2b3'],
});
