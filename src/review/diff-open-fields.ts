import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isAbstractType, isInputObjectType, isLeafType, isObjectType } from 'graphql';
import { isNotPhi } from '../../directives/not-phi.ts';
import { objectRole } from '../../directives/object-role.ts';
import { placeOf } from '../../directives/place-of.ts';
import type { Place } from '../access/access-model.ts';
import { type AccessChange, wholeChange } from './access-change.ts';
import { diffRows } from './diff-rows.ts';
import type { DiffSide } from './diff-side.ts';

/** Fields that every record has and that tell of no value: handles, and what the actor is told about access. */
const HANDLES: readonly string[] = Object.freeze(['id', 'fhirId', '_access', 'mayOmit']);

const LISTS: readonly string[] = Object.freeze(['connection', 'edge', 'pageInfo']);
/** Relay Cursor Connections §2–§5; anything else there, such as a count, tells of rows. */
const LIST_FIELDS: readonly string[] = Object.freeze([
  ...['edges', 'node', 'cursor', 'pageInfo', '_access', 'mayOmit'],
  ...['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
]);

/** A field that nothing decides about: whoever has the row, or the root, has it. */
interface OpenField {
  readonly place: Place;
  /** Name of what it gives; '' for an argument. */
  readonly gives: string;
  /** It stands on a patient's record, or can be had from one or from a root as a value. */
  readonly exposed: boolean;
  /** An argument, or what every connection has: told of only where it was PHI. */
  readonly plumbing: boolean;
}

/**
 * Changes of fields that are no PHI. What was PHI and is open now is widened for everybody, and what was open and is
 * PHI now is narrowed. A new open field is somebody's word that it is no PHI: on a record, on what a record leads to, at a
 * root, or under the name of PHI that is gone, somebody else has to agree; so is one that gives something else.
 */
export function compareOpenFields(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  const [before, after] = [openFields(old.sdl.schema), openFields(now.sdl.schema)];
  const [was, is] = [diffRows(old.model), diffRows(now.model)];
  const gone = new Set([...was.keys()].filter((name) => !is.has(name)).map(nameOf));
  const widened = [...was.values()].flatMap((row) => {
    const open = after.get(row.coordinate);
    if (open === undefined || is.has(row.coordinate)) return [];
    const { coordinate, place, category } = row;
    const told = { coordinate, category: category ?? '*', old: place, new: open.place };
    return [wholeChange({ ...told, kind: 'WIDENED', from: 'PHI', to: 'NOT_PHI' })];
  });
  const narrowed = [...is.values()].flatMap(({ coordinate, category, place }) => {
    const open = before.get(coordinate);
    if (open === undefined || was.has(coordinate)) return [];
    const told = { coordinate, category: category ?? '*', old: open.place, new: place };
    return [wholeChange({ ...told, kind: 'NARROWED', from: 'NOT_PHI', to: 'PHI' })];
  });
  const added = [...after].flatMap(([coordinate, { place, exposed, plumbing }]) => {
    if (plumbing || before.has(coordinate) || was.has(coordinate)) return [];
    const fails = exposed || gone.has(nameOf(coordinate));
    const told = { coordinate, from: 'ABSENT', to: 'NOT_PHI', old: null, new: place, fails };
    return [wholeChange({ ...told, kind: 'NEW' })];
  });
  const removed = [...before].flatMap(([coordinate, { place, plumbing }]) =>
    plumbing || after.has(coordinate) || is.has(coordinate)
      ? []
      : [wholeChange({ kind: 'REMOVED', coordinate, from: 'NOT_PHI', to: 'ABSENT', old: place, new: null })],
  );
  const turned = [...after].flatMap(([coordinate, { place, gives, exposed }]) => {
    const known = before.get(coordinate);
    if (known === undefined || known.gives === gives || !exposed) return [];
    const [from, to] = [`NOT_PHI ${known.gives}`, `NOT_PHI ${gives}`];
    return [wholeChange({ kind: 'WIDENED', coordinate, from, to, old: known.place, new: place })];
  });
  return [...widened, ...narrowed, ...turned, ...added, ...removed];
}

/** Coordinates of both kinds, on either side: none of them is compared as a cell. */
export function turnedFields(changes: readonly AccessChange[]): ReadonlySet<string> {
  const turned = changes.filter(
    ({ from, to }) => [from, to].includes('PHI') && [from, to].includes('NOT_PHI'),
  );
  return new Set(turned.map(({ coordinate }) => coordinate));
}

/** Of object types that nobody masks; arguments and input fields count as open where no filter goes by their name. */
function openFields(schema: GraphQLSchema): ReadonlyMap<string, OpenField> {
  const reached = reachedFromRecords(schema);
  const found = new Map<string, OpenField>();
  for (const type of objectTypes(schema)) {
    const role = objectRole(schema, type);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      for (const argument of field.args) {
        found.set(`${coordinate}(${argument.name}:)`, argumentAt(placeOf(argument.astNode)));
      }
      const isOpen = role === 'subject' ? isNotPhi(field.astNode) : role !== 'value';
      if (!isOpen) continue;
      const exposed =
        (LISTS.includes(role) && !LIST_FIELDS.includes(field.name)) ||
        (role === 'subject' && !HANDLES.includes(field.name)) ||
        (role === 'notPhi' && reached.has(type.name)) ||
        (role === 'root' && isLeafType(getNamedType(field.type)));
      const plumbing = LISTS.includes(role);
      const gives = getNamedType(field.type).name;
      const place = placeOf(field.astNode);
      found.set(coordinate, { place, gives, exposed, plumbing: plumbing && !exposed });
    }
  }
  for (const input of Object.values(schema.getTypeMap()).filter(isInputObjectType)) {
    for (const field of Object.values(input.getFields())) {
      found.set(`${input.name}.${field.name}`, argumentAt(placeOf(field.astNode)));
    }
  }
  return found;
}

function argumentAt(place: Place): OpenField {
  return { place, gives: '', exposed: false, plumbing: true };
}

/** Open types that a field of a record leads to, through others of them. */
function reachedFromRecords(schema: GraphQLSchema): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = (type: GraphQLObjectType): void => {
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      const targets = isAbstractType(target) ? schema.getPossibleTypes(target) : [target];
      for (const one of targets.filter(isObjectType)) {
        if (objectRole(schema, one) !== 'notPhi' || reached.has(one.name)) continue;
        reached.add(one.name);
        follow(one);
      }
    }
  };
  for (const type of objectTypes(schema)) if (objectRole(schema, type) === 'subject') follow(type);
  return reached;
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}

function nameOf(coordinate: string): string {
  return coordinate.split('.')[1] ?? '';
}
