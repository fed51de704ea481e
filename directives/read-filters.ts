import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputObjectType,
  GraphQLSchema,
} from 'graphql';
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { Grant, PhiField, PhiFilter, SubjectType } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import { rowTypeOf } from './object-role.ts';
import type { Phi } from './phi.ts';
import { readPhi } from './phi.ts';
import { placeOf } from './place-of.ts';

/** A marked argument or input field, and the types of rows it is used to find. */
export interface MarkedFilter {
  readonly coordinate: string;
  readonly definition: GraphQLArgument | GraphQLInputField;
  readonly phi: Phi;
  readonly rowTypes: ReadonlySet<string>;
}

/**
 * Every argument and input field marked `@phi`. Filtering discloses, so each needs what reading needs:
 * the grants of the field it filters by, and none when no such field can be told.
 */
export function readFilters(
  schema: GraphQLSchema,
  types: Readonly<Record<string, SubjectType>>,
): readonly PhiFilter[] {
  return [...collectFilters(schema).values()].map((filter) => {
    const { coordinate, definition, phi } = filter;
    const field = filteredField(filter, types);
    return Object.freeze({
      coordinate,
      field: field?.coordinate ?? null,
      category: field?.category ?? phi.category,
      identifier: phi.identifier ?? field?.identifier ?? null,
      grants: field?.grants ?? frozenRecord<readonly Grant[]>([]),
      place: placeOf(definition.astNode),
    });
  });
}

/**
 * The field a filter is about. Of the fields of the rows sought that its category admits: the one that has
 * its name; else those with its identifier; else those with its FHIR element. `undefined` when there is none,
 * when like fields differ in their grants, or when rows of several types are sought: the lint refuses these.
 */
export function filteredField(
  filter: MarkedFilter,
  types: Readonly<Record<string, SubjectType>>,
): PhiField | undefined {
  const { definition, phi, rowTypes } = filter;
  const [only] = rowTypes;
  if (only === undefined || rowTypes.size > 1) return undefined;
  const fields = (types[only]?.fields ?? []).filter(
    (field) => phi.category === null || field.category === phi.category,
  );
  const candidates = [
    fields.filter((field) => field.name === definition.name),
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

/** Marked filters by coordinate, input fields once however often their type is used. */
export function collectFilters(schema: GraphQLSchema): ReadonlyMap<string, MarkedFilter> {
  const found = new Map<string, MarkedFilter>();
  const note = (coordinate: string, definition: GraphQLArgument | GraphQLInputField, rows: string | null) => {
    const phi = readPhi(schema, definition.astNode);
    if (phi === null) return;
    const rowTypes = new Set([...(found.get(coordinate)?.rowTypes ?? []), ...(rows === null ? [] : [rows])]);
    found.set(coordinate, { coordinate, definition, phi, rowTypes });
  };
  const noteInput = (input: GraphQLInputObjectType, rows: string | null, path: readonly string[]): void => {
    if (path.includes(input.name)) return;
    for (const field of Object.values(input.getFields())) {
      note(`${input.name}.${field.name}`, field, rows);
      const type = getNamedType(field.type);
      if (isInputObjectType(type)) noteInput(type, rows, [...path, input.name]);
    }
  };
  const noteField = (owner: string, field: GraphQLField<unknown, unknown>): void => {
    const rows = rowTypeOf(schema, getNamedType(field.type))?.name ?? null;
    for (const argument of field.args) {
      note(`${owner}.${field.name}(${argument.name}:)`, argument, rows ?? owner);
      const type = getNamedType(argument.type);
      if (isInputObjectType(type)) noteInput(type, rows ?? owner, []);
    }
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type)) noteInput(type, null, []);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) noteField(type.name, field);
    }
  }
  return found;
}
