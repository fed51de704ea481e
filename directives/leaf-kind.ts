import type { GraphQLNamedType } from 'graphql';
import { isEnumType } from 'graphql';
import type { LeafKind } from '../src/access/access-model.ts';

/**
 * What each identifier of 45 CFR 164.514(b)(2)(i) is to a mask. Safe Harbor treats names, addresses of
 * machines and faces alike (nothing may remain); numbers can be shortened or replaced.
 */
export const KIND_OF_IDENTIFIER: Readonly<Record<string, LeafKind>> = Object.freeze({
  NAME: 'NAME',
  GEO_SUBSTATE: 'GEOGRAPHY',
  DATE: 'DATE',
  PHONE: 'IDENTIFIER',
  FAX: 'IDENTIFIER',
  EMAIL: 'NAME',
  SSN: 'IDENTIFIER',
  MRN: 'IDENTIFIER',
  HEALTH_PLAN_ID: 'IDENTIFIER',
  ACCOUNT: 'IDENTIFIER',
  LICENSE: 'IDENTIFIER',
  VEHICLE: 'IDENTIFIER',
  DEVICE: 'IDENTIFIER',
  URL: 'NAME',
  IP: 'NAME',
  BIOMETRIC: 'IDENTIFIER',
  FACE_PHOTO: 'NAME',
  OTHER_UNIQUE: 'IDENTIFIER',
});

/** Scalars whose values are of one kind wherever they stand. Any other scalar is free text. */
const KIND_OF_SCALAR: Readonly<Record<string, LeafKind>> = Object.freeze({
  FhirDate: 'DATE',
  FhirDateTime: 'DATE',
  FhirInstant: 'DATE',
  ID: 'IDENTIFIER',
  FhirReference: 'IDENTIFIER',
  Int: 'CODED',
  Float: 'CODED',
  Boolean: 'CODED',
  Decimal: 'CODED',
  FhirDecimal: 'CODED',
  FhirCode: 'CODED',
  FhirUri: 'CODED',
  CodeDisplay: 'CODED',
});

/** Scalars so wide that the identifier of the field owning a `@value` tells more than they do. */
const WIDE_SCALARS: ReadonlySet<string> = new Set(['String', 'ID']);

export interface Leaf {
  readonly type: GraphQLNamedType;
  readonly name: string;
  /** `@phi(identifier:)` of the field itself. */
  readonly identifier: string | null;
  /** `@phi(identifier:)` of the nearest field that owns the `@value` this leaf is in. */
  readonly ownerIdentifier: string | null;
  readonly element: string | null;
}

/** Whether something tells the kind: an identifier, an enum, a scalar known here. Else it is taken for text. */
export function hasKnownKind({ type, identifier }: Pick<Leaf, 'type' | 'identifier'>): boolean {
  return (
    identifier !== null ||
    isEnumType(type) ||
    WIDE_SCALARS.has(type.name) ||
    Object.hasOwn(KIND_OF_SCALAR, type.name)
  );
}

/**
 * The kind of a leaf: its own identifier decides; else, for String and ID, its owner's; else the scalar or
 * enum; else it is free text, which every mask but NONE nulls.
 */
export function leafKind(leaf: Leaf): LeafKind {
  const identifier = leaf.identifier ?? (WIDE_SCALARS.has(leaf.type.name) ? leaf.ownerIdentifier : null);
  if (identifier !== null) return refine(KIND_OF_IDENTIFIER[identifier] ?? 'TEXT', leaf);
  if (isEnumType(leaf.type)) return 'CODED';
  return refine(KIND_OF_SCALAR[leaf.type.name] ?? 'TEXT', leaf);
}

/** Birth dates (age over 89) and ZIP codes (first three digits) have rules of their own; a state stays. */
function refine(kind: LeafKind, leaf: Leaf): LeafKind {
  if (kind === 'DATE' && (leaf.name === 'birthDate' || leaf.element === 'Patient.birthDate')) {
    return 'BIRTH_DATE';
  }
  if (kind === 'GEOGRAPHY' && leaf.name === 'postalCode') return 'POSTAL_CODE';
  if (kind === 'GEOGRAPHY' && (leaf.name === 'state' || leaf.name === 'country')) return 'STATE';
  return kind;
}
