import { objects, type Source } from './fhir-source.ts';
import { numbersOf } from './patient-columns.ts';

/** What would tell a patient of the archives wherever it stood: ids of all rows, numbers, telephones. */
export function secretsOf({ persons, ids }: Source): ReadonlySet<string> {
  const numbers = persons.flatMap(({ patient }) => [
    ...numbersOf(patient),
    ...objects(patient.telecom).map(({ value }) => String(value)),
  ]);
  return new Set([...ids, ...numbers]);
}

/** How many secrets stand in a text. */
export function countSecrets(text: string, secrets: ReadonlySet<string>): number {
  return (text.match(/[A-Za-z0-9-]{6,}/g) ?? []).filter((word) => secrets.has(word)).length;
}
