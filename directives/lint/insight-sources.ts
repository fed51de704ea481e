import type { DocumentNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import {
  GraphQLError,
  isObjectType,
  Kind,
  parse,
  print,
  GraphQLSchema as Schema,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AccessModel, Grant } from '../../src/access/access-model.ts';
import { usesOf } from '../directive-arguments.ts';
import type { Insight } from '../insight.ts';
import { readInsight } from '../insight.ts';
import { objectRole } from '../object-role.ts';
import { placeOf } from '../place-of.ts';
import type { OwnedField } from './declared-types.ts';
import { allFields } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * The sources of an insight are a query on the type its field stands on, with the field's arguments as
 * variables. They are all that a model may read, so they must be a query that can run.
 */
export function insightSources({ schema, model }: LintContext): readonly Complaint[] {
  return allFields(schema, 'with').flatMap((owned) => {
    const insight = readInsight(schema, owned.field.astNode);
    if (insight === null) return [];
    const place = placeOf(usesOf('insight', owned.field.astNode)[0]);
    return wrongSources(schema, model, owned, insight).map((message) => ({
      place,
      coordinate: owned.coordinate,
      message: `${owned.coordinate}: ${message}`,
    }));
  });
}

function wrongSources(
  schema: GraphQLSchema,
  model: AccessModel,
  { owner, field, coordinate }: OwnedField,
  insight: Insight,
): readonly string[] {
  if (!isObjectType(owner) || objectRole(schema, owner) !== 'subject') {
    return ['@insight stands on fields of @subject types only.'];
  }
  const document = parseSources(insight.sources);
  if (document instanceof GraphQLError) return [`its sources are not GraphQL: ${document.message}`];
  const begun = schemaOf(schema, owner);
  const errors = validate(begun, document).map((error) => error.message);
  if (errors.length > 0) return errors;
  return [
    ...wrongOperation(document),
    ...wrongVariables(document, field),
    ...wrongSelections(begun, model, document, coordinate),
  ];
}

function parseSources(sources: string): DocumentNode | GraphQLError {
  try {
    return parse(sources);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** The same types with the insight's own type as the place where a query begins. */
function schemaOf(schema: GraphQLSchema, query: GraphQLObjectType): GraphQLSchema {
  return new Schema({ ...schema.toConfig(), query, mutation: null, subscription: null });
}

function wrongOperation(document: DocumentNode): readonly string[] {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const queries = operations.filter((one) => one.operation === 'query');
  return operations.length === 1 && queries.length === 1 ? [] : ['its sources must be one query.'];
}

function wrongVariables(document: DocumentNode, field: OwnedField['field']): readonly string[] {
  return document.definitions
    .flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []) : []))
    .flatMap((variable) => {
      const name = variable.variable.name.value;
      const argument = field.args.find((one) => one.name === name);
      if (argument && String(argument.type) === print(variable.type)) return [];
      return [`its variable $${name} of type ${print(variable.type)} is no argument of the field.`];
    });
}

/** Fields that sources may select: what one insight reads is one operation's work. */
const MOST_FIELDS = 250;

/**
 * Sources are plain: each field once, by its own name, so that every value is known by its coordinate. They select no
 * insight, which would never end, and nothing that none of the insight's own readers could ever have.
 */
function wrongSelections(
  schema: GraphQLSchema,
  model: AccessModel,
  document: DocumentNode,
  coordinate: string,
): readonly string[] {
  const found: string[] = [];
  const readers = rolesOf(model, coordinate);
  const types = new TypeInfo(schema);
  let fields = 0;
  visit(
    document,
    visitWithTypeInfo(types, {
      FragmentSpread: () => void found.push('its sources spread fragments: write the fields out.'),
      InlineFragment: () => void found.push('its sources spread fragments: write the fields out.'),
      Directive: () =>
        void found.push('its sources use directives: what is read does not depend on anything.'),
      Field: (node) => {
        fields += 1;
        const selected = `${types.getParentType()?.name}.${node.name.value}`;
        if (node.alias)
          found.push(`its sources name ${selected} otherwise: a value is known by its own name.`);
        if (usesOf('insight', types.getFieldDef()?.astNode).length > 0) {
          found.push(`its sources select ${selected}, which is an insight.`);
        }
        const grants = grantsOf(model, selected);
        if (grants !== null && !grants.some(({ roles }) => roles.some((role) => readers.has(role)))) {
          found.push(`its sources select ${selected}, which none of its readers may see.`);
        }
      },
    }),
  );
  if (fields > MOST_FIELDS) found.push(`its sources select ${fields} fields; ${MOST_FIELDS} are the most.`);
  return [...new Set(found)];
}

function rolesOf(model: AccessModel, coordinate: string): ReadonlySet<string> {
  return new Set((grantsOf(model, coordinate) ?? []).flatMap(({ roles }) => roles));
}

/** Of any category the field may have; `null` where it is no PHI field. */
function grantsOf(model: AccessModel, coordinate: string): readonly Grant[] | null {
  const type = model.types[coordinate.split('.')[0] ?? ''];
  const field = type?.fields.find((one) => one.coordinate === coordinate);
  return field === undefined ? null : Object.values(field.grants).flat();
}
