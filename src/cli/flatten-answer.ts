import { z } from 'zod';

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ code: z.string(), reason: z.string().optional() }),
      }),
    )
    .optional(),
});

/** A GraphQL answer as field → text, one line a leaf, for a table. List positions and Relay wrapping are dropped. */
export function flattenAnswer(answer: unknown): ReadonlyMap<string, string> {
  const { data, errors } = Answer.parse(answer);
  const cells = new Map<string, string>();
  const add = (name: string, text: string) => {
    const known = cells.get(name);
    cells.set(name, known === undefined ? text : `${known}\n${text}`);
  };
  const walk = (value: unknown, name: string): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (typeof value === 'object') {
      for (const [key, below] of Object.entries(value))
        walk(below, WRAPPING.has(key) ? name : join(name, key));
    } else add(name, String(value));
  };
  for (const value of Object.values(data ?? {})) walk(value, '');
  for (const { path, extensions } of errors ?? []) {
    const name = (path ?? []).slice(1).filter((key) => typeof key === 'string' && !WRAPPING.has(key));
    add(name.join('.') || 'answer', `(denied: ${extensions.reason ?? extensions.code})`);
  }
  return cells;
}

const WRAPPING = new Set(['edges', 'node']);

function join(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}
