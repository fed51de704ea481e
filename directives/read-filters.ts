import type { GraphQLSchema } from 'graphql';
import type { Grant, PhiField, PhiFilter, SubjectType } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import type { InputSlot } from './input-slots.ts';
import { inputSlots } from './input-slots.ts';
import type { Phi } from './phi.ts';
import { readPhi } from './phi.ts';
import { placeOf } from './place-of.ts';

type Types = Readonly<Record<string, SubjectType>>;

/**
 * Every argument and input field marked `@phi`. Filtering discloses, so each needs what reading needs:
 * the grants of the field it filters by, and none when no such field can be told.
 */
export function readFilters(schema: GraphQLSchema, types: Types): readonly PhiFilter[] {
  return inputSlots(schema).flatMap((slot) => {
    const phi = readPhi(schema, slot.definition.astNode);
    if (phi === null) return [];
    const field = filteredField(slot, phi, types);
    const filter: PhiFilter = Object.freeze({
      coordinate: slot.coordinate,
      field: field?.coordinate ?? null,
      category: field?.category ?? phi.category,
      identifier: phi.identifier ?? field?.identifier ?? null,
      grants: field?.grants ?? frozenRecord<readonly Grant[]>([]),
      place: placeOf(slot.definition.astNode),
    });
    return [filter];
  });
}

/**
 * The field a filter is about. Of the fields of the rows sought that its category admits: the one that has
 * its name; else those with its identifier; else those with its FHIR element. `undefined` when there is none,
 * when like fields differ in their grants, or when rows of several types are sought: the lint refuses these.
 */
export function filteredField(slot: InputSlot, phi: Phi, types: Types): PhiField | undefined {
  const [only] = slot.rowTypes;
  if (only === undefined || slot.rowTypes.size > 1) return undefined;
  const fields = (types[only]?.fields ?? []).filter(
    (field) => phi.category === null || field.category === phi.category,
  );
  const candidates = [
    fields.filter((field) => field.name === slot.definition.name),
    fields.filter((field) => phi.identifier !== null && field.identifier === phi.identifier),
    fields.filter((field) => phi.element !== null && field.element === phi.element),
  ];
  const alike = candidates.find((group) => group.length > 0) ?? [];
  return new Set(alike.map((field) => idsOf(field.grants))).size === 1 ? alike[0] : undefined;
}

function idsOf(grants: PhiField['grants']): string {
  return JSON.stringify(
    Object.entries(grants).map(([category, list]) => [category, list.map(({ id }) => id)]),
  );
}
