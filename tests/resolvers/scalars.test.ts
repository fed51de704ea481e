import { describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { scalars } from '../../resolvers/scalars.ts';
import { SCHEMA_FOLDER } from '../../src/schema-folder.ts';

const SECRET = 'Okafor';
const names = ['FhirDate', 'FhirDateTime', 'FhirCode', 'FhirUri', 'CodeDisplay', 'FhirReference'];

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return error instanceof Error ? error.message : 'not an Error';
  }
  return 'did not throw';
}

describe('scalars', () => {
  it('are those of the schema, and say of themselves what it says', async () => {
    expect(Object.keys(scalars)).toEqual(names);
    const { schema } = readSdl(await loadSdl(SCHEMA_FOLDER));
    for (const name of names) expect(scalars[name]?.description).toBe(schema.getType(name)?.description);
  });

  it.each(names)('%s never repeats a value it refuses', (name) => {
    const scalar = scalars[name];
    for (const value of [{ family: SECRET }, [SECRET], 7, null]) {
      expect(messageOf(() => scalar?.serialize(value))).toBe(`A value of type ${name} is expected.`);
      expect(messageOf(() => scalar?.parseValue(value))).toBe(`A value of type ${name} is expected.`);
    }
  });

  it.each([
    ['FhirDate', ['1961', '1961-04', '1961-04-09'], ['61', '1961-13', '1961-04-09T00:00:00Z', SECRET, '']],
    [
      'FhirDateTime',
      ['1961', '1961-04-09T10:00:00Z', '1961-04-09T10:00:00.5+02:00'],
      ['1961-04-09T25:00Z', SECRET],
    ],
  ])('%s takes what FHIR takes', (name, good, bad) => {
    const scalar = scalars[name];
    for (const text of good) expect(scalar?.parseValue(text)).toBe(text);
    for (const text of bad) {
      expect(messageOf(() => scalar?.parseValue(text))).toBe(`A value of type ${name} is expected.`);
    }
  });
});
