/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value out of JSON is an object: no list, and not `null`. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
