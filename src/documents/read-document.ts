import type { DocumentNode, GraphQLInputType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { getNamedType, isAbstractType, isInputObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { AccessModel } from '../access/access-model.ts';
import { connectionNode } from '../access/connection-node.ts';

/** What is the same for every run of a document. */
export interface DocumentFacts {
  /** The client asks for decisions itself, so it gets no PHI_ACCESS_DENIED errors (design §4). */
  readonly selectsAccess: boolean;
  /**
   * It filters or sorts by a PHI field, or asks a model about a patient, so it must not travel in a URL (design §4).
   */
  readonly filtersByPhi: boolean;
  /** It reads rows about patients, or asks whether they exist. */
  readonly readsPhi: boolean;
  /** It asks what the schema is. `only`: and nothing else. */
  readonly introspects: 'no' | 'only' | 'beside';
  /** Seconds since the sign-in that it allows; `null`: any. */
  readonly recentSignIn: number | null;
}

/** Coordinate of a root field → seconds since the sign-in that it allows. */
export type RecentSignIn = Readonly<Record<string, number>>;

/** GraphQL §4.2. `__typename` tells nothing of the schema that the answer does not. */
const INTROSPECTION: readonly string[] = Object.freeze(['__schema', '__type']);

/** Reads each validated document once; the result lives as long as the document does. */
export function createDocumentReader(
  schema: GraphQLSchema,
  model: AccessModel,
  recentSignIn: RecentSignIn = {},
): (document: DocumentNode) => DocumentFacts {
  const known = new WeakMap<DocumentNode, DocumentFacts>();
  return (document) => {
    const facts = known.get(document) ?? readDocument(schema, model, document, recentSignIn);
    known.set(document, facts);
    return facts;
  };
}

function readDocument(
  schema: GraphQLSchema,
  model: AccessModel,
  document: DocumentNode,
  recentSignIn: RecentSignIn,
): DocumentFacts {
  const types = new TypeInfo(schema);
  let selectsAccess = false;
  let filtersByPhi = false;
  let readsPhi = false;
  let introspects = false;
  let readsRoots = false;
  const ages: number[] = [];
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()]);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        if (node.name.value === '_access') selectsAccess = true;
        if (INTROSPECTION.includes(node.name.value)) introspects = true;
        else if (roots.has(types.getParentType())) readsRoots = true;
        const type = types.getType();
        if (types.getFieldDef()?.astNode?.directives?.some(({ name }) => name.value === 'insight')) {
          filtersByPhi = true;
        }
        if (type && leadsToRows(schema, model, getNamedType(type))) readsPhi = true;
        const age = recentSignIn[`${types.getParentType()?.name}.${node.name.value}`];
        if (age !== undefined) ages.push(age);
      },
      Argument: (node) => {
        const coordinate = `${types.getParentType()?.name}.${types.getFieldDef()?.name}(${node.name.value}:)`;
        const type = types.getArgument()?.type;
        if (coordinate in model.filters || (type !== undefined && holdsFilter(model, type, new Set()))) {
          filtersByPhi = true;
        }
      },
    }),
  );
  return Object.freeze({
    selectsAccess,
    filtersByPhi,
    readsPhi,
    introspects: introspects ? (readsRoots ? 'beside' : 'only') : 'no',
    recentSignIn: ages.length === 0 ? null : Math.min(...ages),
  });
}

/** An abstract type may be met by rows, so it counts. */
function leadsToRows(schema: GraphQLSchema, model: AccessModel, type: GraphQLNamedType): boolean {
  return isAbstractType(type) || Object.hasOwn(model.types, connectionNode(schema, type.name) ?? type.name);
}

function holdsFilter(model: AccessModel, type: GraphQLInputType, met: Set<string>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || met.has(named.name)) return false;
  met.add(named.name);
  return Object.values(named.getFields()).some(
    (field) => `${named.name}.${field.name}` in model.filters || holdsFilter(model, field.type, met),
  );
}
