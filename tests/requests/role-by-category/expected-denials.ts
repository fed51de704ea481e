import { FIRST_PAGE } from './ask-everything.ts';
import { EXPECTED, type Letter } from './expected-table.ts';
import type { Person } from './fhir-source.ts';
import { rowsOf } from './observe.ts';
import { PATIENT_COLUMNS } from './patient-columns.ts';
import { ROW_LISTS } from './row-columns.ts';

/**
 * The errors an answer about a person must have: one per denied coordinate, with how often it was met. A role
 * without any grant on a column hears ROLE; a proxy who sees less for the patient's age, RELATIONSHIP.
 */
export function expectedDenials(column: string, person: Person): readonly string[] {
  const letters = EXPECTED.get(column);
  if (letters === undefined) return [];
  const denials = new Set<string>();
  const deny = (coordinate: string, names: readonly string[], count: number) => {
    const granted = column === 'PXL' && names.some((name) => GRANTED.has(EXPECTED.get('PXY')?.get(name)));
    const reason = granted ? 'RELATIONSHIP' : 'ROLE';
    denials.add(JSON.stringify({ code: 'PHI_ACCESS_DENIED', coordinate, reason, count }));
  };
  for (const [name, fields] of Object.entries(PATIENT_COLUMNS)) {
    if (letters.get(name) === 'n')
      for (const field of Object.keys(fields)) deny(`Patient.${field}`, [name], 1);
  }
  for (const list of ROW_LISTS) {
    const names = Object.keys(list.columns);
    const denied = names.filter((name) => letters.get(name) === 'n');
    if (denied.length === names.length) {
      const ofSameField = ROW_LISTS.filter((other) => other.list === list.list);
      deny(
        `Patient.${list.list}`,
        ofSameField.flatMap((other) => Object.keys(other.columns)),
        1,
      );
      continue;
    }
    const count = Math.min(rowsOf(list, person).length, FIRST_PAGE);
    for (const name of count === 0 ? [] : denied) {
      for (const field of Object.keys(list.columns[name] ?? {})) deny(`${list.type}.${field}`, [name], count);
    }
  }
  return [...denials].sort();
}

const GRANTED: ReadonlySet<Letter | undefined> = new Set(['W', 'P', 'G', 'Y']);
