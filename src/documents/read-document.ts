import type { DocumentNode, GraphQLInputType, GraphQLSchema } from 'graphql';
import { getNamedType, isInputObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { AccessModel } from '../access/access-model.ts';

/** What is the same for every run of a document. */
export interface DocumentFacts {
  /** The client asks for decisions itself, so it gets no PHI_ACCESS_DENIED errors (design §4). */
  readonly selectsAccess: boolean;
  /** It filters or sorts by a PHI field, so it must not travel in a URL (design §4). */
  readonly filtersByPhi: boolean;
}

/** Reads each validated document once; the result lives as long as the document does. */
export function createDocumentReader(
  schema: GraphQLSchema,
  model: AccessModel,
): (document: DocumentNode) => DocumentFacts {
  const known = new WeakMap<DocumentNode, DocumentFacts>();
  return (document) => {
    const facts = known.get(document) ?? readDocument(schema, model, document);
    known.set(document, facts);
    return facts;
  };
}

function readDocument(schema: GraphQLSchema, model: AccessModel, document: DocumentNode): DocumentFacts {
  const types = new TypeInfo(schema);
  let selectsAccess = false;
  let filtersByPhi = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        if (node.name.value === '_access') selectsAccess = true;
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
  return Object.freeze({ selectsAccess, filtersByPhi });
}

function holdsFilter(model: AccessModel, type: GraphQLInputType, met: Set<string>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || met.has(named.name)) return false;
  met.add(named.name);
  return Object.values(named.getFields()).some(
    (field) => `${named.name}.${field.name}` in model.filters || holdsFilter(model, field.type, met),
  );
}
