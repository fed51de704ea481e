import { EXPECTED, type Letter } from './expected-table.ts';
import { PATIENT_COLUMNS } from './patient-columns.ts';
import { ROW_LISTS } from './row-columns.ts';

const NOTHING: ReadonlySet<Letter | undefined> = new Set(['n', 'x', undefined]);

/** For each field of Patient in the table: PURPOSE where the role is granted something of it, else ROLE. */
export function expectedReasons(short: string): Readonly<Record<string, 'PURPOSE' | 'ROLE'>> {
  const reasons: Record<string, 'PURPOSE' | 'ROLE'> = {};
  const tell = (field: string, column: string) => {
    const granted = !NOTHING.has(EXPECTED.get(short)?.get(column));
    if (granted || reasons[field] === undefined) reasons[field] = granted ? 'PURPOSE' : 'ROLE';
  };
  for (const [column, fields] of Object.entries(PATIENT_COLUMNS)) {
    for (const field of Object.keys(fields)) tell(field, column);
  }
  for (const { list, columns } of ROW_LISTS) {
    for (const column of Object.keys(columns)) tell(list, column);
  }
  return reasons;
}
