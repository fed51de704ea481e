/**
 * A frozen record without a prototype: a look-up by a name that somebody else chose (a purpose from a
 * token, say) finds what was put in and never `constructor`.
 */
export function frozenRecord<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return Object.freeze(record);
}
