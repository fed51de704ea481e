import type { GraphQLField, GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { AccessModel, PhiFilter, SubjectType } from './access-model.ts';
import { ALL_RELATIONSHIPS } from './access-vector.ts';
import { plainCircumstances } from './circumstances.ts';
import type { FieldDecision } from './decide.ts';
import { combine, isSilent } from './decide.ts';
import type { GuardContext } from './guard-context.ts';
import { decideFilter, phiFilters } from './phi-filters.ts';
import { Row } from './row.ts';

type Resolver = GraphQLFieldResolver<unknown, GuardContext, Record<string, unknown>>;

/**
 * A filter this class may use for nobody is refused before anything is looked up; one it may use is noted,
 * since the answer tells of the value even where it is that nobody has it.
 * @param type of the rows sought.
 */
export function refuseFilters(
  filters: readonly PhiFilter[],
  type: string,
  { access }: GuardContext,
  info: GraphQLResolveInfo,
  decideOne: (filter: PhiFilter) => FieldDecision = (filter) =>
    decideFilter(access.vector, filter, Object.keys(filter.grants), plainCircumstances(ALL_RELATIONSHIPS)),
): boolean {
  const decisions = filters.map((filter) => ({ filter, decided: decideOne(filter) }));
  const refused = decisions.filter(({ decided }) => decided.decision !== 'PERMIT');
  for (const { filter, decided } of refused) {
    const { reason: found } = decided;
    // Silent as the field it filters by: what withholds that one is not told either.
    if (isSilent(found)) continue;
    const reason = found === 'GRANT' || found === 'BREAK_GLASS' ? 'ROLE' : found;
    access.denials.add(filter.coordinate, reason, info.path);
    access.refuse({ coordinate: filter.coordinate, type, id: '', reason });
  }
  if (refused.length > 0) return true;
  for (const { filter, decided } of decisions) access.noteSearch({ filter, type, grant: decided.grant });
  return false;
}

/**
 * Puts the same question before a field of a row that filters: for this patient, and for every category of
 * the rows sought that exists here. So no row is left out for its filter once the resolver has counted.
 * @param rowType of the rows the field leads to; `null` when it tells about the row it stands on.
 */
export function guardFilters(
  model: AccessModel,
  owner: SubjectType,
  rowType: string | null,
  field: GraphQLField<unknown, GuardContext>,
  guarded: Resolver,
): Resolver {
  const filtersOf = phiFilters(model, owner.name, field);
  if (filtersOf === null) return guarded;
  const sought = rowType === null ? undefined : model.types[rowType];
  return (row, args, context, info) => {
    if (!(row instanceof Row)) return guarded(row, args, context, info);
    const filters = filtersOf(args);
    if (filters.length === 0) return guarded(row, args, context, info);
    const { subject, table } = row;
    const categories =
      sought === undefined
        ? table.categories.split('+')
        : (subject.readableCategories(sought) ?? sought.rowCategories);
    const decideOne = (filter: PhiFilter, among: readonly string[]) =>
      decideFilter(context.access.vector, filter, among, table.circumstances);
    const refused = refuseFilters(filters, rowType ?? owner.name, context, info, (filter) =>
      sought === undefined || filter.category !== null
        ? decideOne(filter, categories)
        : combine(categories.map((category) => decideOne(filter, [category]))),
    );
    if (refused) return null;
    if (sought === undefined) noteFilters(row, filters);
    return guarded(row, args, context, info);
  };
}

/** To be found through a value is to have it read: the record says so of every row that was. */
export function noteFilters(row: Row, filters: readonly PhiFilter[]): void {
  for (const { fields } of filters) {
    for (const { coordinate, index } of row.table.type.fields)
      if (fields.includes(coordinate)) row.resolve(index);
  }
}
