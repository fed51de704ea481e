import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScope, scopeText } from '../../src/identity/parse-scope.ts';

const OBSERVATION = 'http://terminology.hl7.org/CodeSystem/observation-category';
const lab = { system: OBSERVATION, code: 'laboratory' };

describe('a resource scope', () => {
  test.each([
    ['patient/Observation.rs', { context: 'patient', type: 'Observation', permissions: 'rs' }],
    ['user/*.cruds', { context: 'user', type: '*', permissions: 'cruds' }],
    ['system/Patient.r', { context: 'system', type: 'Patient', permissions: 'r' }],
    ['user/Consent.cu', { context: 'user', type: 'Consent', permissions: 'cu' }],
    ['user/Patient.read', { context: 'user', type: 'Patient', permissions: 'rs' }],
    ['user/Patient.write', { context: 'user', type: 'Patient', permissions: 'cud' }],
    ['system/*.*', { context: 'system', type: '*', permissions: 'cruds' }],
  ])('%s', (text, expected) => {
    expect(parseScope(text)).toEqual({ ...expected, categories: [] });
  });

  test.each([
    [`category=${OBSERVATION}|laboratory`],
    [`category=${encodeURIComponent(`${OBSERVATION}|laboratory`)}`],
    [`category=${OBSERVATION}%7Claboratory`],
    [`category=${OBSERVATION}|laboratory&category=${OBSERVATION}|laboratory`],
  ])('with a category: %s', (parameters) => {
    const scope = parseScope(`patient/Observation.rs?${parameters}`);
    expect(scope?.categories).toEqual([lab]);
    expect(scope && scopeText(scope)).toBe(`patient/Observation.rs?category=${OBSERVATION}|laboratory`);
  });

  test('categories in any order are the same scope', () => {
    const ab = parseScope('user/Observation.r?category=a|1&category=b|2');
    expect(ab?.categories).toHaveLength(2);
    expect(parseScope('user/Observation.r?category=b|2&category=a|1')).toEqual(ab);
  });

  test('a code keeps what is written with an escape', () => {
    const scope = parseScope('user/Observation.r?category=urn:a%26b|50%25');
    expect(scope?.categories).toEqual([{ system: 'urn:a&b', code: '50%' }]);
    expect(scope && scopeText(scope)).toBe('user/Observation.r?category=urn:a%26b|50%25');
  });
});

describe('what is dropped', () => {
  test.each([
    [''],
    ['openid'],
    ['launch/patient'],
    ['patient/Observation'],
    ['patient/Observation.'],
    ['patient/Observation.dus'],
    ['patient/Observation.sr'],
    ['patient/Observation.rr'],
    ['patient/Observation.RS'],
    ['patient/Observation.rx'],
    ['patient/Observation.readwrite'],
    ['patient/.rs'],
    ['patient/observation.rs'],
    ['patient/Observation/1.rs'],
    ['patient/**.rs'],
    ['Patient/Observation.rs'],
    ['practitioner/Observation.rs'],
    ['constructor/Observation.rs'],
    ['/Observation.rs'],
    [' patient/Observation.rs'],
    ['patient/Observation.rs '],
    ['patient/Observation.rs\n'],
    ['patient/Observation.rs?'],
    ['patient/Observation.rs?category'],
    ['patient/Observation.rs?category='],
    ['patient/Observation.rs?category=laboratory'],
    ['patient/Observation.rs?category=|laboratory'],
    [`patient/Observation.rs?category=${OBSERVATION}|`],
    [`patient/Observation.rs?category=${OBSERVATION}|laboratory|x`],
    [`patient/Observation.rs?category=${OBSERVATION}|laboratory,${OBSERVATION}|survey`],
    [`patient/Observation.rs?category=${OBSERVATION}|laboratory%2Csurvey`],
    [`patient/Observation.rs?category:in=${OBSERVATION}|laboratory`],
    [`patient/Observation.rs?category:not=${OBSERVATION}|laboratory`],
    [`patient/Observation.rs?c%61tegory=${OBSERVATION}|laboratory`],
    [`patient/Observation.rs?category=${OBSERVATION}|labor%61tory%`],
    [`patient/Observation.rs?category=${OBSERVATION}|%ff`],
    [`patient/Observation.rs?category=${OBSERVATION}|labor atory`],
    [`patient/Observation.rs?category=${OBSERVATION}|laboratory&`],
    [`patient/Observation.rs?category=${OBSERVATION}|laboratory&status=final`],
    [`patient/Observation.rs?status=final&category=${OBSERVATION}|laboratory`],
    ['patient/Observation.rs?subject.name=x'],
    ['patient/Observation.rs?_filter=x'],
    [`patient/Observation.read?category=${OBSERVATION}|laboratory`],
    [`patient/Observation.rs??category=${OBSERVATION}|laboratory`],
    [`patient/Observation.rs?category=${OBSERVATION}|${'x'.repeat(1_024)}`],
  ])('%s', (text) => {
    expect(parseScope(text)).toBeNull();
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'patient',
          'user',
          '/',
          'Observation',
          '*',
          '.',
          'r',
          's',
          'rs',
          'read',
          '?',
          'category',
          '=',
          '|',
        ],
        ...['&', '%', '%41', 'a', ':', ',', ' '],
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

test('any text is a scope or none, and a scope’s one way of writing is read as itself', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const scope = parseScope(text);
      if (scope === null) return;
      expect(parseScope(scopeText(scope))).toEqual(scope);
      // Nothing that limits was lost.
      expect(scope.categories.length > 0).toBe(text.includes('?'));
    }),
    { numRuns: 5_000 },
  );
});
