import Table from 'cli-table3';
import type { Mask } from '../access/access-model.ts';
import type { TableCell, TableRow } from '../access/category-table.ts';

const LETTER: Readonly<Record<Mask, string>> = Object.freeze({
  NONE: 'W',
  PARTIAL: 'P',
  GENERALIZE: 'G',
  PSEUDONYM: 'Y',
  REDACT: 'R',
});

const LEGEND =
  'W whole, P partial, G generalised, Y pseudonym, R redacted, – no grant; * also a limited proxy, ' +
  '! break-glass opens it. Below each: the line that grants it, in the file of its row.';

/**
 * The table as text, two lines a row: what is granted, and where. Roles without any grant are named below it.
 * @param denials whether a role without any grant has a column, too.
 */
export function renderCategoryTable(rows: readonly TableRow[], colour: boolean, denials = false): string {
  if (rows.length === 0) return 'Nothing of the schema is so.\n';
  const roles = [...new Set(rows.flatMap(({ cells }) => cells.map((cell) => cell.role)))];
  const granted = denials ? roles : roles.filter((role) => rows.some((row) => isGranted(row, role)));
  const short = shortNames(granted);
  const table = new Table({
    head: ['', ...granted.map((role) => short.get(role) ?? role)],
    style: colour ? {} : { head: [], border: [] },
  });
  for (const row of rows) {
    const file = row.cells.flatMap((cell) => cell.places)[0]?.file ?? '';
    const label = row.exception ? `${row.label} (${row.category})` : row.label;
    table.push([`${label}\n${file}`, ...granted.map((role) => show(cellOf(row, role), file))]);
  }
  const names = granted.map((role) => `${short.get(role)} ${role}`).join(', ');
  const without = roles.filter((role) => !granted.includes(role));
  const nothing = without.length === 0 ? '' : `No grant anywhere: ${without.join(', ')}.\n`;
  return `${table.toString()}\n${LEGEND}\n${names}.\n${nothing}`;
}

function cellOf(row: TableRow, role: string): TableCell | undefined {
  return row.cells.find((cell) => cell.role === role);
}

function isGranted(row: TableRow, role: string): boolean {
  const cell = cellOf(row, role);
  return cell !== undefined && cell.mask !== null;
}

/** What is not asked for stays blank. */
function show(cell: TableCell | undefined, file: string): string {
  if (cell === undefined) return '';
  if (cell.mask === null) return '–';
  const marks = `${cell.limited ? '*' : ''}${cell.breakGlass ? '!' : ''}`;
  const places = cell.places.map((place) =>
    place.file === file ? `:${place.line}` : `${place.file}:${place.line}`,
  );
  return `${LETTER[cell.mask]}${marks}\n${places.join('\n')}`;
}

/** Three letters of the last word, where that tells roles apart. */
function shortNames(roles: readonly string[]): ReadonlyMap<string, string> {
  const shorten = (role: string) => (role.split('_').at(-1) ?? role).slice(0, 3);
  const unique = new Set(roles.map(shorten)).size === roles.length;
  return new Map(roles.map((role) => [role, unique ? shorten(role) : role]));
}
