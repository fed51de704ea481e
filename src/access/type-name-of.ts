/**
 * The type a record says it is: what its store calls it, which no stored resource can forge (`recordOf`), else
 * GraphQL's own name for it. Empty where it says neither.
 */
export function typeNameOf(record: unknown): string {
  if (typeof record !== 'object' || record === null) return '';
  const { resourceType, __typename } = { resourceType: undefined, __typename: undefined, ...record };
  if (typeof resourceType === 'string') return resourceType;
  return typeof __typename === 'string' ? __typename : '';
}
