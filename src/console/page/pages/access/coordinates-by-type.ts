/** Coordinates as one line a type: the type, and what stands behind its point. */
export function coordinatesByType(
  coordinates: readonly string[],
): readonly (readonly [type: string, fields: readonly string[]])[] {
  const grouped = Map.groupBy(coordinates, (one) => one.slice(0, Math.max(0, one.indexOf('.'))));
  return [...grouped].map(([type, own]) => [
    type,
    own.map((one) => (type === '' ? one : one.slice(type.length + 1))),
  ]);
}
