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
    const fields = filteredFields(slot, phi, types);
    const [field] = fields;
    const filter: PhiFilter = Object.freeze({
      coordinate: slot.coordinate,
      field: field?.coordinate ?? null,
      fields: Object.freeze(fields.map(({ coordinate }) => coordinate)),
      category: field?.category ?? phi.category,
      identifier: phi.identifier ?? field?.identifier ?? null,
      sensitivity: Object.freeze([
        ...new Set([...fields.flatMap(({ sensitivity }) => sensitivity), ...phi.sensitivity]),
      ]),
      grants: field?.grants ?? frozenRecord<readonly Grant[]>([]),
      place: placeOf(slot.definition.astNode),
    });
    return [filter];
  });
}

/**
 * The fields a filter is about. Of the fields of the rows sought that its category admits: the one that has its
 * name; else those with its identifier; else those with its FHIR elements, of which each must be found. Empty when
 * there is none, when they differ in their grants, or when rows of several types are sought: the lint refuses these.
 */
export function filteredFields(slot: InputSlot, phi: Phi, types: Types): readonly PhiField[] {
  const [only] = slot.rowTypes;
  if (only === undefined || slot.rowTypes.size > 1) return [];
  const fields = (types[only]?.fields ?? []).filter(
    (field) => phi.category === null || field.category === phi.category,
  );
  const named = fields.filter((field) => field.name === slot.definition.name);
  const identified = fields.filter((field) => phi.identifier !== null && field.identifier === phi.identifier);
  const found = [named, identified, readFrom(fields, phi.element)].find((group) => group.length > 0) ?? [];
  return new Set(found.map((field) => idsOf(field.grants))).size === 1 ? found : [];
}

/** Fields read from elements, written as FHIR writes search parameters: `Procedure.a | Procedure.b`. */
function readFrom(fields: readonly PhiField[], element: string | null): readonly PhiField[] {
  if (element === null) return [];
  const groups = element
    .split('|')
    .map((path) => path.trim())
    .map((path) => fields.filter((field) => field.element === path));
  return groups.some((group) => group.length === 0) ? [] : groups.flat();
}

function idsOf(grants: PhiField['grants']): string {
  return JSON.stringify(
    Object.entries(grants).map(([category, list]) => [category, list.map(({ id }) => id)]),
  );
}
