import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../datasources/dynamodb/item.ts';
import { newestFirst } from '../../datasources/dynamodb/newest-first.ts';

async function* pagesOf(keys: readonly number[], size: number): AsyncGenerator<readonly Item[], void> {
  const sorted = [...keys].sort((a, b) => b - a);
  for (let at = 0; at < sorted.length; at += size) {
    yield [];
    yield sorted.slice(at, at + size).map((key) => ({ sk: { S: String(key) } }));
  }
}

it('gives every item of several partitions once, from the greatest key down', async () => {
  const key = fc.integer({ min: 1_000, max: 9_999 });
  const partitions = fc.array(fc.uniqueArray(key, { maxLength: 30 }), { maxLength: 5 });
  const size = fc.integer({ min: 1, max: 9 });
  await fc.assert(
    fc.asyncProperty(partitions, size, size, async (parts, page, chunk) => {
      const given: string[] = [];
      for await (const items of newestFirst(
        parts.map((keys) => pagesOf(keys, page)),
        chunk,
      )) {
        expect(items.length).toBeGreaterThan(0);
        expect(items.length).toBeLessThanOrEqual(chunk);
        given.push(...items.map(({ sk }) => sk?.S ?? ''));
      }
      const all = parts.flat().sort((a, b) => b - a);
      expect(given).toEqual(all.map(String));
    }),
  );
});
