import { z } from 'zod';
import type { Tie } from '../../src/access/facts.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { type Item, requiredBytes, requiredText } from './item.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

/** Ties between one patient and one anchor by the resource that says so. */
export type TiesBySource = ReadonlyMap<string, readonly Tie[]>;

const StoredTie = z
  .object({
    kind: z.enum(['CARE_TEAM', 'TREATING', 'PROXY', 'STUDY']),
    anchor: z.string(),
    source: z.string(),
    start: z.string().nullable(),
    end: z.string().nullable(),
    authorisation: z.boolean().exactOptional(),
    diminishedCapacity: z.boolean().exactOptional(),
  })
  .readonly();
const StoredTies = z.record(z.string(), z.array(StoredTie).readonly());

const place = (pk: string, sk: string) => ['data', pk, sk, 'b'];

/** @throws DataIntegrityError when the item does not open or is not ties. */
export function decodeTies(key: PatientKey, item: Item): TiesBySource {
  const sealed = requiredBytes(item, 'b');
  const opened = openValue(key.data, place(requiredText(item, 'pk'), requiredText(item, 'sk')), sealed);
  const parsed = StoredTies.safeParse(decodeJson(opened));
  if (!parsed.success) throw new DataIntegrityError('a stored value is not ties');
  return new Map(Object.entries(parsed.data));
}

export function encodeTies(
  key: PatientKey,
  { pk, sk }: { readonly pk: string; readonly sk: string },
  ties: TiesBySource,
  random: RandomBytes,
): Uint8Array {
  return sealValue(key.data, place(pk, sk), encodeJson(Object.fromEntries(ties)), random);
}
