import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Chooser } from './chooser.ts';

/** The same question in other words; what it must not change is what it is named for. */
export type Rewrite = (document: DocumentNode, choose: Chooser, schema: GraphQLSchema) => DocumentNode;

const named = (value: string) => ({ kind: Kind.NAME as const, value });

/** Every field under a name of its own, so that answers to other wordings can be laid beside each other. */
export function withOwnNames(query: string): DocumentNode {
  let count = 0;
  return visit(parse(query), {
    Field: (field: FieldNode) => ({ ...field, alias: named(`${field.name.value}_n${count++}`) }),
  });
}

const alias: Rewrite = (document) =>
  visit(document, {
    Field: (field: FieldNode) => ({ ...field, alias: named(`z${field.alias?.value}`) }),
  });

const reorder: Rewrite = (document, choose) =>
  visit(document, {
    SelectionSet: {
      leave: (set: SelectionSetNode) => {
        const keyed = set.selections.map((selection) => ({ selection, at: choose.number(1_000_000) }));
        return { ...set, selections: keyed.sort((a, b) => a.at - b.at).map(({ selection }) => selection) };
      },
    },
  });

/** A selection, or part of it, by way of a fragment that is named, or that is not. */
const fragment: Rewrite = (document, choose, schema) => {
  const types = new TypeInfo(schema);
  const definitions: string[] = [];
  const rewritten = visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (set: SelectionSetNode) => {
          const type = types.getParentType();
          if (type === null || type === undefined || choose.chance(0.6)) return undefined;
          const some = choose.some(set.selections);
          if (some.length === 0) return undefined;
          const text = some.map(print).join(' ');
          const spread = choose.one([
            `... { ${text} }`,
            `... on ${type.name} { ${text} }`,
            `...part${definitions.length}`,
          ]);
          if (spread.startsWith('...part')) {
            definitions.push(`fragment part${definitions.length} on ${type.name} { ${text} }`);
          }
          return {
            ...set,
            selections: [...set.selections.filter((one) => !some.includes(one)), ...selectionsOf(spread)],
          };
        },
      },
    }),
  );
  return parse([print(rewritten), ...definitions].join('\n'));
};

/** What an interface declares, asked of the interface. */
const interfaceSpread: Rewrite = (document, _choose, schema) => {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (set: SelectionSetNode) => {
          const type = types.getParentType();
          const [shared] = isObjectType(type) ? type.getInterfaces() : [];
          if (!isInterfaceType(shared)) return undefined;
          const isShared = (one: SelectionNode): one is FieldNode =>
            one.kind === Kind.FIELD && Object.hasOwn(shared.getFields(), one.name.value);
          const moved = set.selections.filter(isShared);
          if (moved.length === 0) return undefined;
          const spread = selectionsOf(`... on ${shared.name} { ${moved.map(print).join(' ')} }`);
          return { ...set, selections: [...spread, ...set.selections.filter((one) => !isShared(one))] };
        },
      },
    }),
  );
};

const typename: Rewrite = (document, choose) => {
  let count = 0;
  return visit(document, {
    SelectionSet: {
      leave: (set: SelectionSetNode) =>
        choose.chance(0.5)
          ? { ...set, selections: [...selectionsOf(`added${count++}: __typename`), ...set.selections] }
          : undefined,
    },
  });
};

/** Conditions that hold, and fields that are left out by one that does not. */
const conditions: Rewrite = (document, choose) => {
  const given = visit(document, {
    Field: (field: FieldNode) =>
      choose.chance(0.3)
        ? { ...field, directives: directivesOf(choose.one(['@include(if: true)', '@skip(if: false)'])) }
        : undefined,
  });
  return visit(given, {
    SelectionSet: {
      leave: (set: SelectionSetNode) =>
        choose.chance(0.1)
          ? {
              ...set,
              selections: [...set.selections, ...selectionsOf('added: __typename @include(if: false)')],
            }
          : undefined,
    },
  });
};

/** Some values asked for more than once. */
const twice: Rewrite = (document, choose) => {
  let count = 0;
  const again = (field: SelectionNode): readonly SelectionNode[] => {
    const isLeaf =
      field.kind === Kind.FIELD && field.selectionSet === undefined && field.name.value !== '__typename';
    return isLeaf && choose.chance(0.3) ? [field, { ...field, alias: named(`added${count++}`) }] : [field];
  };
  return visit(document, {
    SelectionSet: {
      leave: (set: SelectionSetNode) => ({ ...set, selections: set.selections.flatMap(again) }),
    },
  });
};

/** The same patient as a node. */
const otherPath: Rewrite = (document) =>
  visit(document, {
    Field: (field: FieldNode) => {
      const [id] = field.arguments ?? [];
      if (
        field.name.value !== 'patient' ||
        id?.value.kind !== Kind.STRING ||
        field.selectionSet === undefined
      )
        return undefined;
      const text = `${field.alias?.value}: node(id: "Patient/${id.value.value}") { ... on Patient ${print(field.selectionSet)} }`;
      return selectionsOf(text)[0];
    },
  });

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  alias,
  reorder,
  fragment,
  interfaceSpread,
  typename,
  twice,
  conditions,
  otherPath,
  several: (document, choose, schema) =>
    [reorder, conditions, interfaceSpread, fragment, alias].reduce(
      (so, rewrite) => rewrite(so, choose, schema),
      document,
    ),
};

/** Literals of root and list arguments as variables, with what they stand for. */
export function withVariables(document: DocumentNode): { query: string; variables: Record<string, unknown> } {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const rewritten = visit(document, {
    Argument: (argument: ASTNode) => {
      if (argument.kind !== Kind.ARGUMENT) return undefined;
      const { value, name } = argument;
      const isId = name.value === 'id' && value.kind === Kind.STRING;
      if (!isId && !(name.value === 'first' && value.kind === Kind.INT)) return undefined;
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${isId ? 'ID!' : 'Int'}`);
      variables[variable] = isId ? value.value : Number(value.kind === Kind.INT ? value.value : 0);
      return { ...argument, value: { kind: Kind.VARIABLE, name: named(variable) } };
    },
  });
  const text = print(rewritten);
  const head = declared.length === 0 ? '' : `query (${declared.join(', ')}) `;
  return {
    query: text.startsWith('query') ? text.replace(/^query ?(\([^)]*\))? ?/, head) : `${head}${text}`,
    variables,
  };
}

function selectionsOf(text: string): readonly SelectionNode[] {
  const [operation] = parse(`{ ${text} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
}

function directivesOf(text: string): readonly DirectiveNode[] {
  const [field] = selectionsOf(`field ${text}`);
  return field?.kind === Kind.FIELD ? (field.directives ?? []) : [];
}
