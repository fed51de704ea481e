import { describe, expect, it } from 'vitest';
import { assertLintClean, LINT_RULES, lintSchema } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { BASE, lint, ROWS } from './expect-refused.ts';
import { CLINIC, VOCABULARY } from './fixture-sdl.ts';

describe('a schema that passes', () => {
  it('has no finding', () => {
    expect(lint(ROWS)).toEqual([]);
    expect(lintSchema([VOCABULARY, CLINIC])).toEqual([]);
    expect(() => assertLintClean([VOCABULARY, CLINIC])).not.toThrow();
  });

  it('may extend roots', () => {
    expect(lint(ROWS, 'extend type Query { again: Row }')).toEqual([]);
  });

  it('is judged by rules that each give a reason', () => {
    expect(new Set(LINT_RULES.map((rule) => rule.name)).size).toBe(LINT_RULES.length);
    expect(LINT_RULES.every((rule) => rule.reason.length > 10)).toBe(true);
  });
});

describe('assertLintClean', () => {
  it('refuses with every finding, file and line first', () => {
    const files = [...BASE, { name: 'bad.graphql', body: `${ROWS}\ntype A { a: Int }\ntype B { b: Int }` }];
    expect(() => assertLintClean(files)).toThrow(
      /bad\.graphql:10: A bears none[\s\S]*bad\.graphql:11: B bears none/,
    );
  });
});

describe('the schema of this repository', () => {
  it('has no finding', async () => {
    const files = await loadSdl('schema');
    expect(files.length).toBeGreaterThan(10);
    expect(lintSchema(files)).toEqual([]);
  });
});
