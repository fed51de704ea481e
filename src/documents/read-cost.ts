import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import type { AccessModel } from '../access/access-model.ts';
import { connectionEdge, connectionNode } from '../access/connection-node.ts';
import { MAX_PAGE } from '../access/page-arguments.ts';
import type { Cost, CostPlan, PageVariable } from './cost-plan.ts';
import { costOf, NO_COST, planBoth, planField } from './cost-plan.ts';
import { DOCUMENT_LIMITS } from './document-limits.ts';
import { listLength } from './list-length.ts';

export type ReadCost = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
) => Cost;

/**
 * What an operation of a document that is valid and within its text's limits may cost: fragments expanded, every
 * @include and @skip taken, pages as long as `first` says, its variables and defaults included, other lists of objects
 * as long as `listLength` says. Each document is read once; with other variables only what hangs on them is counted anew.
 * @param insights `Type.field` of what a model writes.
 */
export function createCostReader(
  schema: GraphQLSchema,
  model: AccessModel,
  insights: ReadonlySet<string> = new Set(),
): ReadCost {
  const plans = new WeakMap<OperationDefinitionNode, CostPlan>();
  return (document, operation, variables) => {
    const plan = plans.get(operation) ?? new CostReader(schema, model, insights, document, operation).plan();
    plans.set(operation, plan);
    return costOf(plan, ({ variable, otherwise }) =>
      Object.hasOwn(variables, variable) ? pageOf(variables[variable]) : otherwise,
    );
  };
}

class CostReader {
  readonly #schema: GraphQLSchema;
  readonly #model: AccessModel;
  readonly #insights: ReadonlySet<string>;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    schema: GraphQLSchema,
    model: AccessModel,
    insights: ReadonlySet<string>,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ) {
    this.#schema = schema;
    this.#model = model;
    this.#insights = insights;
    this.#operation = operation;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  plan(): CostPlan {
    const root = this.#schema.getRootType(this.#operation.operation);
    return root ? this.#selection(root, this.#operation.selectionSet, false) : NO_COST;
  }

  #selection(type: GraphQLNamedType, { selections }: SelectionSetNode, inRow: boolean): CostPlan {
    return selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return this.#field(type, selection, inRow);
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        if (fragment === undefined) return NO_COST;
        const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
        return this.#selection(condition ?? type, fragment.selectionSet, inRow);
      })
      .reduce(planBoth, NO_COST);
  }

  #field(type: GraphQLNamedType, node: FieldNode, inRow: boolean): CostPlan {
    const field = fieldOf(type, node.name.value);
    if (field === undefined) return planField({ size: 1, patients: 0, each: NO_COST });
    const named = getNamedType(field.type);
    const row = connectionNode(this.#schema, named.name) ?? named.name;
    const isRow = isAbstractType(named) || Object.hasOwn(this.#model.types, row);
    const isPatient = this.#model.types[row]?.subjectField === 'id';
    // Edges, and the nodes in them, are as many as the connection was asked for.
    const isPart = connectionEdge(this.#schema, type.name) !== null;
    const size = isPart ? 1 : this.#sizeOf(type, field, node, inRow && !isRow);
    const brings = !isPart && isRow && (!inRow || (isPatient && size !== 1));
    const isInsight = this.#insights.has(`${type.name}.${field.name}`);
    const page = {
      size,
      patients: brings ? 1 : 0,
      each: node.selectionSet ? this.#selection(named, node.selectionSet, inRow || isRow) : NO_COST,
    };
    return planField(page, isInsight ? DOCUMENT_LIMITS.insight : 1);
  }

  #sizeOf(
    type: GraphQLNamedType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    inRow: boolean,
  ): number | PageVariable {
    const first = field.args.find(({ name }) => name === 'first');
    if (first === undefined) {
      // Leaves cost what their list does.
      if (isLeafType(getNamedType(field.type)) || !isListType(getNullableType(field.type))) return 1;
      return listLength(this.#model, type.name, field.name, inRow);
    }
    const byDefault = pageOf(first.defaultValue);
    const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (given === undefined) return byDefault;
    if (given.kind !== Kind.VARIABLE) return given.kind === Kind.INT ? pageOf(Number(given.value)) : MAX_PAGE;
    const variable = given.name.value;
    const definition = this.#operation.variableDefinitions?.find(
      (defined) => defined.variable.name.value === variable,
    );
    const stated = definition?.defaultValue;
    if (stated === undefined) return { variable, otherwise: byDefault };
    return { variable, otherwise: stated.kind === Kind.INT ? pageOf(Number(stated.value)) : MAX_PAGE };
  }
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/** What is no page's size is refused where it is used; until then it counts as the longest. */
function pageOf(first: unknown): number {
  return typeof first === 'number' && Number.isInteger(first) && first >= 0 && first <= MAX_PAGE
    ? first
    : MAX_PAGE;
}
