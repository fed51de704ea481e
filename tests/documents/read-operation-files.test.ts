import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManifestRefusedError } from '../../src/documents/manifest-entry.ts';
import { type OperationFile, readOperationFiles } from '../../src/documents/read-operation-files.ts';

const file = (name: string, text: string): OperationFile => ({ name, text });
const PERSON = file('person.graphql', 'fragment Person on Patient {\n  name { ...Name }\n}\n');
const NAME = file(
  'name.graphql',
  'fragment Name on HumanName { family } fragment Unused on HumanName { text }',
);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function findingsOf(files: readonly OperationFile[]): string {
  try {
    readOperationFiles(files);
  } catch (error) {
    if (error instanceof ManifestRefusedError) return error.message;
    throw error;
  }
  return '';
}

describe('readOperationFiles', () => {
  it('takes a file as it is where it needs no other', () => {
    const text = '# why\nquery A { me { id } }\n';
    expect(readOperationFiles([file('a.graphql', text), PERSON, NAME])).toEqual([
      { id: `sha256:${sha256(text)}`, text, place: 'a.graphql' },
    ]);
  });

  it('puts the fragments it needs after it, and theirs, once, whatever order the files have', () => {
    const a = file('a.graphql', 'query A { patient(id: "x") { ...Person b: name { ...Name } } }\n');
    const [one] = readOperationFiles([a, PERSON, NAME]);
    const [other] = readOperationFiles([NAME, PERSON, a]);
    expect(one?.text).toBe(
      `${a.text.trimEnd()}\n\nfragment Name on HumanName { family }\n\n${PERSON.text.trimEnd()}\n`,
    );
    expect(one?.id).toBe(`sha256:${sha256(one?.text ?? '')}`);
    expect(other).toEqual(one);
  });

  it('prefers a file’s own fragment, and leaves what is nowhere to validation', () => {
    const own = 'query A { patient(id: "x") { ...Own ...Nowhere } }\nfragment Own on Patient { id }';
    expect(readOperationFiles([file('a.graphql', own)])[0]?.text).toBe(own);
  });

  it('ends with fragments in a circle', () => {
    const circle = file('c.graphql', 'fragment X on Patient { ...Y } fragment Y on Patient { ...X }');
    const [entry] = readOperationFiles([file('a.graphql', 'query A { patient(id: "x") { ...X } }'), circle]);
    expect(entry?.text.match(/fragment/g)).toHaveLength(2);
  });

  it.each<[string, readonly OperationFile[], string]>([
    [
      'two operations in a file',
      [file('a.graphql', 'query A { a } query B { b }')],
      'a.graphql: 2 operations; expected one in each file',
    ],
    ['no operation at all', [NAME, PERSON], 'name.graphql, person.graphql: no operation'],
    [
      'no GraphQL, with line and column',
      [file('a.graphql', 'query A {\n  a(\n}')],
      'a.graphql:3:1: Syntax Error: Expected Name, found "}".',
    ],
    [
      'two fragments of one name that differ',
      [file('a.graphql', 'query A { a }'), NAME, file('b.graphql', '\nfragment Name on HumanName { text }')],
      'b.graphql:2: fragment Name is another in name.graphql',
    ],
  ])('refuses %s', (_name, files, message) => {
    expect(findingsOf(files)).toBe(message);
  });

  it('takes the same fragment from two files', () => {
    const copy = file('copy.graphql', 'fragment Name on HumanName { family }');
    expect(findingsOf([file('a.graphql', 'query A { a { ...Name } }'), NAME, copy])).toBe('');
  });
});
