import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { Kind } from 'graphql';
import { declaredPolicy } from '../access/access-matrix.ts';
import type { AccessModel, PhiField, SubjectType } from '../access/access-model.ts';
import { decidingCategories } from '../access/decidable-field.ts';
import type { Footprint, FootprintCoordinate } from './footprint.ts';
import { footprintInsights } from './footprint-insights.ts';
import type { Asked, FootprintPolicy } from './footprint-roles.ts';
import { footprintOfRole } from './footprint-roles.ts';
import { FootprintWalk } from './footprint-walk.ts';
import { mostOf } from './footprint-worst.ts';

/**
 * The PHI footprint of a document: all of its operations, each alone.
 * @param document valid for the schema.
 * @param policy how a tenant narrows; left out: as the schema declares.
 * @throws PhieldError OPERATION_TOO_COMPLEX for a document far beyond what may run.
 */
export function computeFootprint(
  schema: GraphQLSchema,
  model: AccessModel,
  document: DocumentNode,
  policy: FootprintPolicy = declaredPolicy(model),
): Footprint {
  const walk = new FootprintWalk(schema, model, footprintInsights(schema));
  const worst = mostOf(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [walk.operation(document, definition)] : [],
    ),
  );
  const fields = Object.values(model.types)
    .flatMap((type) => type.fields.map((field) => ({ type, field })))
    .filter(({ field }) => walk.coordinates.has(field.coordinate))
    .toSorted((a, b) => (a.field.coordinate < b.field.coordinate ? -1 : 1));
  const asked = [...fields.map(askedField), ...[...walk.filters].map(askedFilter)];
  const roles = (policy.roles ?? model.roles).toSorted();
  const footprint: Omit<Footprint, 'hash'> = {
    coordinates: Object.freeze(fields.map(coordinateOf)),
    filters: sorted([...walk.filters].map(({ coordinate }) => coordinate)),
    insights: sorted(walk.insights),
    mutations: sorted(walk.mutations),
    worstPatients: worst.patients,
    worstRows: worst.rows,
    byRole: Object.freeze(
      Object.fromEntries(roles.map((role) => [role, footprintOfRole(model, policy, role, asked)])),
    ),
  };
  const hash = createHash('sha256').update(JSON.stringify(footprint)).digest('hex');
  return Object.freeze({ ...footprint, hash });
}

interface OfType {
  readonly type: SubjectType;
  readonly field: PhiField;
}

function coordinateOf({ type, field }: OfType): FootprintCoordinate {
  const { coordinate, category, identifier, sensitivity } = field;
  const categories = sorted(decidingCategories(type, field, type.rowCategories));
  return Object.freeze({ coordinate, category, categories, identifier, sensitivity: sorted(sensitivity) });
}

function askedField({ type, field }: OfType): Asked {
  const { coordinate, grants, sensitivity, rowType } = field;
  const categories = decidingCategories(type, field, type.rowCategories);
  return { coordinate, grants, sensitivity, categories, kind: rowType === null ? 'value' : 'rows' };
}

function askedFilter({ coordinate, grants, sensitivity }: Omit<Asked, 'categories' | 'kind'>): Asked {
  return { coordinate, grants, sensitivity, categories: Object.keys(grants), kind: 'filter' };
}

function sorted(names: Iterable<string>): readonly string[] {
  return Object.freeze([...new Set(names)].toSorted());
}
