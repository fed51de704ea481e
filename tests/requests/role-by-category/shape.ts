import type { Json, Source } from './fhir-source.ts';
import { objectOf, objects } from './fhir-source.ts';

/** The kinds of field that access-matrix.md distinguishes under "Masks by kind of field". */
export type Kind =
  | 'identifier'
  | 'name'
  | 'date'
  | 'birthDate'
  | 'geography'
  | 'state'
  | 'zip'
  | 'coded'
  | 'text';

/** What a field of the answer looks like; `place` is an organisation, place or professional of the directory. */
export type Shape =
  | { readonly leaf: Kind }
  | { readonly each: Shape }
  | { readonly fields: Fields }
  | { readonly place: Fields };

/** By field name: where in the FHIR element that owns it the value stands, and its shape. */
export type Fields = Readonly<Record<string, Field>>;
export interface Field {
  readonly read: (owner: Json, source: Source) => unknown;
  readonly shape: Shape;
}

export const leaf = (kind: Kind): Shape => ({ leaf: kind });
export const each = (shape: Shape): Shape => ({ each: shape });
export const fields = (of: Fields): Shape => ({ fields: of });

export function at(element: string, shape: Shape): Field {
  return { read: (owner) => owner[element], shape };
}

export function from(read: Field['read'], shape: Shape): Field {
  return { read, shape };
}

/** A reference in relative form. */
export function reference(element: string): Field {
  return { read: (owner, source) => source.resolve(owner[element]), shape: leaf('identifier') };
}

/** Somebody or something of the directory, by name. */
export function namedOf(read: (owner: Json) => unknown, name: Shape, list = false): Field {
  const shape: Shape = { place: { name: at('name', name) } };
  if (!list) return { read: (owner, source) => source.find(source.resolve(read(owner))), shape };
  return {
    read: (owner, source) => {
      const found = objectsAt(read(owner)).map((one) => source.find(source.resolve(one)));
      return [...new Set(found.filter((one) => one !== null))];
    },
    shape: each(shape),
  };
}

const objectsAt = (value: unknown) => objects(value);

/** The selection set that asks for these fields. */
export function selectionOf(of: Fields): string {
  return Object.entries(of)
    .map(([name, { shape }]) => `${name}${below(shape)}`)
    .join(' ');
}

function below(shape: Shape): string {
  if ('leaf' in shape) return '';
  if ('each' in shape) return below(shape.each);
  return ` { ${selectionOf('fields' in shape ? shape.fields : shape.place)} }`;
}

/** The whole values, as the source states them. */
export function wholeOf(of: Fields, owner: Json, source: Source): Json {
  return Object.fromEntries(
    Object.entries(of).map(([name, { read, shape }]) => [name, whole(shape, read(owner, source), source)]),
  );
}

function whole(shape: Shape, value: unknown, source: Source): unknown {
  if (value === undefined || value === null) return null;
  if ('leaf' in shape) return typeof value === 'object' ? null : value;
  if ('each' in shape) {
    const items = Array.isArray(value) ? value.map((item: unknown) => whole(shape.each, item, source)) : [];
    return items.length === 0 ? null : items;
  }
  return wholeOf('fields' in shape ? shape.fields : shape.place, objectOf(value), source);
}
