/** Texts that say too little to be looked for: a year, a code, a short word. */
const SHORTEST = 7;

/** Every text of an answer that is long enough to stand for somebody, each once. */
export function valuesOf(answer: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= SHORTEST) found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(answer);
  return [...found];
}
