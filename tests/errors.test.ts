import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLIC_MESSAGE } from '../src/errors.ts';
import { constantAnswer } from '../src/handle-operation.ts';

const ROOT = join(import.meta.dirname, '..');
const page = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8');
const sections = new Map(
  page
    .split('\n## ')
    .slice(1)
    .map((text): [string, string] => [text.split('\n')[0] ?? '', text]),
);
const told = (text: string | undefined, what: string) =>
  new RegExp(`^\\* \\*\\*${what}\\*\\*: (.+)$`, 'm').exec(text ?? '')?.[1];

/** Codes that end one field and never a whole request. */
const AT_FIELDS = new Set(['PHI_ACCESS_DENIED', 'CONFLICT', 'INSIGHT_WITHHELD']);
/** Codes that Apollo answers with by a status of its own. */
const BY_APOLLO = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

describe('the page of errors', () => {
  it('has every code once, and no other', () => {
    expect([...sections.keys()]).toEqual(Object.keys(PUBLIC_MESSAGE));
    expect(page.split('\n## ')).toHaveLength(sections.size + 1);
  });

  it.each(Object.entries(PUBLIC_MESSAGE))(
    'tells message, status, cause and remedy of %s',
    (code, message) => {
      const section = sections.get(code);
      expect(told(section, 'message')).toBe(message);
      for (const what of ['cause', 'remedy']) expect(told(section, what)?.length).toBeGreaterThan(20);
      const status = told(section, 'status') ?? '';
      expect(status).toMatch(/^(\d{3}(, \d{3})*)( at a field|, 200 at a field)?$/);
      expect(status.includes('at a field') || !AT_FIELDS.has(code)).toBe(true);
    },
  );

  it.each(Object.keys(PUBLIC_MESSAGE).filter((code) => !AT_FIELDS.has(code) && !BY_APOLLO.has(code)))(
    'tells the status that a refusal with %s has',
    (code) => {
      const known = Object.keys(PUBLIC_MESSAGE).find(
        (one): one is keyof typeof PUBLIC_MESSAGE => one === code,
      );
      expect(known).toBeDefined();
      if (known === undefined) return;
      expect(told(sections.get(code), 'status')).toMatch(
        new RegExp(`^${constantAnswer(known, 'id').status}\\b`),
      );
    },
  );

  it('names no page that is not there', () => {
    for (const [, file = ''] of page.matchAll(/`(docs\/[a-z-]+\.md)`/g))
      expect({ file, there: existsSync(join(ROOT, file)) }).toEqual({ file, there: true });
  });
});
