import { expect } from 'vitest';
import type { Finding } from '../../directives/finding.ts';
import { lintSchema } from '../../directives/lint-schema.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { VOCABULARY } from './fixture-sdl.ts';

export const CATEGORIES = `
enum PhiCategory {
  LAB @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [CARE_TEAM])
  NOTE
}
`;

/** Rows that pass; each case below adds one thing that does not, on the line marked `# here`. */
export const ROWS = `
type Query { row: Row rows: RowConnection }
type RowConnection { edges: [RowEdge!]! pageInfo: PageInfo! }
type RowEdge { node: Row! cursor: String! }
type Row @subject(field: "subjectId") {
  id: ID! @notPhi
  code: FhirCode @phi(category: LAB)
}
`;

export const BASE: readonly SdlFile[] = [VOCABULARY, { name: 'categories.graphql', body: CATEGORIES }];

export function lint(...bodies: string[]): readonly Finding[] {
  return lintSchema([...BASE, ...bodies.map((body, index) => ({ name: `case${index}.graphql`, body }))]);
}

function markedLines(body: string): readonly number[] {
  return body.split('\n').flatMap((line, index) => (line.includes('# here') ? [index + 1] : []));
}

/** Asserts that the last body, and nothing else, is refused by `rule` on exactly its marked lines. */
export function expectRefused(rule: string, ...bodies: string[]): readonly Finding[] {
  const findings = lint(...bodies);
  const file = `case${bodies.length - 1}.graphql`;
  const lines = markedLines(bodies.at(-1) ?? '');
  expect(lines.length).toBeGreaterThan(0);
  const inOrder = findings.toSorted((a, b) => a.place.line - b.place.line);
  expect(inOrder.map((finding) => [finding.rule, finding.place.file, finding.place.line])).toEqual(
    lines.map((line) => [rule, file, line]),
  );
  return inOrder;
}
