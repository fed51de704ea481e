import type { AccessModel, PhiField, PhiFilter } from '../access/access-model.ts';

/** Which coordinates are looked at; all that is given must hold, and what is left out means all. */
export interface CoordinateSelection {
  readonly coordinates?: readonly string[] | undefined;
  /** Of rows, or of the input that filters by them. */
  readonly types?: readonly string[] | undefined;
  /** HIPAA identifiers (45 CFR 164.514(b)(2)) that the field is, or filters by. */
  readonly identifiers?: readonly string[] | undefined;
  /** Labels that the schema puts on the field itself. */
  readonly sensitivities?: readonly string[] | undefined;
}

/** @returns names in the schema's order, filters last. */
export function selectCoordinates(model: AccessModel, selection: CoordinateSelection): readonly string[] {
  const { coordinates, types, identifiers, sensitivities } = selection;
  return coordinatesOf(model)
    .filter(
      ({ coordinate, identifier, sensitivity }) =>
        (coordinates?.includes(coordinate) ?? true) &&
        (types?.includes(typeOf(coordinate)) ?? true) &&
        (identifiers === undefined || (identifier !== null && identifiers.includes(identifier))) &&
        (sensitivities?.some((label) => sensitivity.includes(label)) ?? true),
    )
    .map(({ coordinate }) => coordinate);
}

/** Types and inputs that anything declared stands on. */
export function coordinateTypes(model: AccessModel): readonly string[] {
  return [...new Set(coordinatesOf(model).map(({ coordinate }) => typeOf(coordinate)))];
}

export function coordinatesOf(model: AccessModel): readonly (PhiField | PhiFilter)[] {
  return [...Object.values(model.types).flatMap(({ fields }) => fields), ...Object.values(model.filters)];
}

/** What a coordinate stands on: a type, or an input. */
export function typeOf(coordinate: string): string {
  return coordinate.split('.')[0] ?? '';
}
