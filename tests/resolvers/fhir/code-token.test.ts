import { describe, expect, it } from 'vitest';
import { bearsCode, parseCodeToken } from '../../../resolvers/fhir/code-token.ts';
import { toCodeableConcept } from '../../../resolvers/fhir/coding.ts';
import { BadUserInputError } from '../../../src/errors.ts';

const LOINC = 'http://loinc.org';
const CONCEPT = toCodeableConcept({
  text: '4548-4',
  coding: [
    { system: LOINC, code: '4548-4', display: 'Haemoglobin A1c' },
    { code: 'A1C' },
    { system: 'urn:x' },
  ],
});

const finds = (token: string) => bearsCode(CONCEPT, parseCodeToken(token));

describe('a code that is sought', () => {
  it.each([
    ['4548-4', true],
    [`${LOINC}|4548-4`, true],
    [`${LOINC}|`, true],
    ['|A1C', true],
    ['urn:x|', true],
    ['A1C', true],
    ['|4548-4', false],
    [`${LOINC}|A1C`, false],
    ['urn:x|4548-4', false],
    ['a1c', false],
    ['4548', false],
    ['Haemoglobin A1c', false],
    ['null', false],
    ['__proto__', false],
    ['constructor', false],
    ['toString|', false],
  ])('%s: %s', (token, found) => {
    expect(finds(token)).toBe(found);
  });

  it.each(['', '|', '||', ' ', ' A1C', 'A1C ', 'a|b|c', 'http://loinc.org |4548-4', 'a\nb', '|a\tb'])(
    '%j is refused without being repeated',
    (token) => {
      expect(() => parseCodeToken(token)).toThrow(BadUserInputError);
      try {
        parseCodeToken(token);
      } catch (error) {
        expect(error).toMatchObject({ detail: 'a code is sought that is no FHIR token' });
      }
    },
  );

  it.each([
    null,
    {},
    { coding: [] },
    { coding: [{}] },
    { coding: ['A1C'] },
    { text: 'A1C' },
    { coding: [null] },
  ])('is not in %j', (concept) => {
    for (const token of ['A1C', '|A1C', 'urn:x|']) {
      expect(bearsCode(toCodeableConcept(concept), parseCodeToken(token))).toBe(false);
    }
  });
});
