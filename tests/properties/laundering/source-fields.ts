import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { loadSdl } from '../../../directives/load-sdl.ts';
import { readInsights } from '../../../directives/read-insights.ts';
import { readSdl } from '../../../directives/read-sdl.ts';
import { sourcesSchema } from '../../../src/insight/prepare-sources.ts';
import { everythingOf, objectType } from '../../support/select-everything.ts';

/** What the sources of one insight select, by type of record. */
export type SourceFields = ReadonlyMap<string, ReadonlySet<string>>;

/** By coordinate of the insight, as the shipped schema declares it. */
export async function declaredSources(): Promise<ReadonlyMap<string, SourceFields>> {
  const { schema } = readSdl(await loadSdl('schema'));
  return new Map(
    readInsights(schema).map(({ coordinate, document, owner }) => [
      coordinate,
      selectedIn(document, sourcesSchema(schema, owner)),
    ]),
  );
}

/** Fields below `edges { node { … } }`: those of records. */
function selectedIn(document: DocumentNode, schema: GraphQLSchema): SourceFields {
  const types = new TypeInfo(schema);
  const found = new Map<string, Set<string>>();
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }, _key, _parent, path) => {
        // query → patient → list → edges → node → field
        const depth = path.filter((step) => step === 'selections').length;
        const type = types.getParentType()?.name ?? '';
        if (depth === 5) found.set(type, (found.get(type) ?? new Set()).add(name.value));
      },
    }),
  );
  return found;
}

/** Plain questions for every value of these rows that any source selects, whole, few enough for one operation each. */
export function plainDocuments(
  schema: GraphQLSchema,
  sources: Iterable<SourceFields>,
  rows: readonly { readonly type: string; readonly id: string }[],
): readonly string[] {
  const union = new Map<string, Set<string>>();
  for (const fields of sources) {
    for (const [type, names] of fields) {
      union.set(type, new Set([...(union.get(type) ?? []), ...names]));
    }
  }
  const selections = rows.flatMap(({ type, id }) => {
    const fields = objectType(schema, type).getFields();
    const chosen = [...(union.get(type) ?? [])].map((name) => {
      const named = getNamedType(fields[name]?.type);
      return named !== undefined && isCompositeType(named) ? `${name} { ${everythingOf(named)} }` : name;
    });
    if (chosen.length === 0) return [];
    return [`${rowName(id)}: node(id: "${type}/${id}") { ... on ${type} { ${chosen.join(' ')} } }`];
  });
  const parts = Math.ceil(selections.length / ROWS_AT_ONCE);
  return Array.from({ length: parts }, (_, part) => {
    const some = selections.slice(part * ROWS_AT_ONCE, (part + 1) * ROWS_AT_ONCE);
    return `{ ${some.join(' ')} }`;
  });
}

const ROWS_AT_ONCE = 8;

export function rowName(id: string): string {
  return id.replaceAll('-', '_');
}
