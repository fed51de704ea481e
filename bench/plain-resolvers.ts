import type { IResolvers } from '@graphql-tools/utils';
import { resolvers } from '../resolvers/resolvers.ts';

type Named = { readonly id: string; readonly resourceType?: string };
type Rows = { readonly rows: readonly Edge[]; readonly hasNextPage: boolean };
type Edge = { readonly record: Named; readonly position: string };

const cursor = (edge: Edge) => Buffer.from(edge.position).toString('base64url');

const CONNECTION = { edges: (page: Rows) => page.rows, pageInfo: (page: Rows) => page };
/** Types without rows of their own: nothing has an id there. */
const NO_ROWS: readonly string[] = ['Query', 'Mutation', 'Ledger', 'AccessReview'];
const EDGE = { node: (edge: Edge) => edge.record, cursor };

/**
 * The same resolvers without protection: what the engine answers for Phield (handles, connections, cursors)
 * is answered as plainly as one would write it by hand.
 */
export function plainResolvers(): IResolvers {
  const handles = Object.keys(resolvers).filter((name) => !NO_ROWS.includes(name));
  const withHandles = handles.map((name) => {
    const own = Reflect.get(resolvers, name);
    const isType = typeof own === 'object' && own !== null && Object.getPrototypeOf(own) === Object.prototype;
    return [
      name,
      isType
        ? { id: (record: Named) => `${name}/${record.id}`, fhirId: (record: Named) => record.id, ...own }
        : own,
    ];
  });
  return {
    ...resolvers,
    ...Object.fromEntries(withHandles),
    Node: { __resolveType: (record: Named) => record.resourceType },
    PatientConnection: CONNECTION,
    PatientEdge: EDGE,
    EncounterConnection: CONNECTION,
    EncounterEdge: EDGE,
    ObservationConnection: CONNECTION,
    ObservationEdge: EDGE,
  };
}
