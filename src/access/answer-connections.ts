import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { isAbstractType, isObjectType } from 'graphql';
import type { AccessModel, SubjectType } from './access-model.ts';
import { connectionEdge } from './connection-node.ts';
import { describeAccess } from './describe-access.ts';
import type { GuardContext } from './guard-context.ts';
import { Row } from './row.ts';
import { typeNameOf } from './type-name-of.ts';

interface Edge {
  readonly node: unknown;
  readonly position: string;
  readonly seal: (position: string) => string;
}

/** One page of rows, each admitted for the actor (Relay Cursor Connections). */
export class ConnectionView {
  readonly type: SubjectType | null;
  readonly edges: readonly Edge[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;

  constructor(page: {
    readonly type: SubjectType | null;
    readonly rows: readonly unknown[];
    readonly positions: readonly string[];
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly seal: (position: string) => string;
  }) {
    this.type = page.type;
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    const edges: Edge[] = [];
    page.rows.forEach((node, at) => {
      if (node !== null) edges.push({ node, position: page.positions[at] ?? '', seal: page.seal });
    });
    this.edges = edges;
  }

  cursorAt(index: number): string | null {
    const edge = this.edges.at(index);
    return edge === undefined ? null : edge.seal(edge.position);
  }
}

type Answer<Source> = GraphQLFieldResolver<Source, GuardContext>;

const CONNECTION: Readonly<Record<string, Answer<ConnectionView>>> = Object.freeze({
  edges: (view) => view.edges,
  pageInfo: (view) => view,
});

const EDGE: Readonly<Record<string, Answer<Edge>>> = Object.freeze({
  node: (edge) => edge.node,
  cursor: (edge) => edge.seal(edge.position),
});

const PAGE_INFO: Readonly<Record<string, Answer<ConnectionView>>> = Object.freeze({
  hasNextPage: (view) => view.hasNextPage,
  hasPreviousPage: (view) => view.hasPreviousPage,
  startCursor: (view) => view.cursorAt(0),
  endCursor: (view) => view.cursorAt(-1),
  _access: (view, _args, context) =>
    view.type === null ? [] : describeAccess(view.type, context.access.widestDecisions(view.type)),
  mayOmit: (view, _args, context) => view.type !== null && context.access.mayOmit(view.type),
});

/** Gives connections, edges, PageInfo and abstract types the resolvers that every schema shares. */
export function answerConnections(schema: GraphQLSchema, model: AccessModel): void {
  const types = Object.values(schema.getTypeMap());
  const edges = new Set(types.map(({ name }) => connectionEdge(schema, name)));
  for (const type of types) {
    if (isAbstractType(type)) {
      type.resolveType = (value: unknown) =>
        value instanceof Row ? value.table.type.name : typeNameOf(value);
    }
    if (!isObjectType(type) || type.name in model.types) continue;
    const answers =
      type.name === 'PageInfo'
        ? PAGE_INFO
        : connectionEdge(schema, type.name) !== null
          ? CONNECTION
          : edges.has(type)
            ? EDGE
            : null;
    if (answers === null) continue;
    for (const field of Object.values(type.getFields())) {
      const answer = answers[field.name];
      if (answer !== undefined) field.resolve = answer;
    }
  }
}
