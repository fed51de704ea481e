import { COLUMNS, type Letter } from './expected-table.ts';
import type { Observation } from './observe.ts';

interface Cell {
  fits: readonly Letter[] | null;
  persons: number;
}

/** The table as it was observed, cell by cell: the one letter that every person's answer agrees with. */
export class ObservedTable {
  readonly #cells = new Map<string, Map<string, Cell>>();

  add(role: string, observations: readonly Observation[]): void {
    const row = this.#cells.get(role) ?? new Map<string, Cell>();
    this.#cells.set(role, row);
    for (const { column, fits } of observations) {
      const cell = row.get(column) ?? { fits: null, persons: 0 };
      row.set(column, {
        fits: cell.fits === null ? fits : cell.fits.filter((letter) => fits.includes(letter)),
        persons: cell.persons + 1,
      });
    }
  }

  /** One letter per column; `?` where answers disagree with everything or with each other. */
  letters(role: string): Readonly<Record<string, string>> {
    const row = this.#cells.get(role);
    return Object.fromEntries(COLUMNS.map((column) => [column, letterOf(row?.get(column))]));
  }

  /** Columns that no person had anything of. */
  unseen(role: string): readonly string[] {
    return COLUMNS.filter((column) => (this.#cells.get(role)?.get(column)?.persons ?? 0) === 0);
  }

  print(): string {
    const roles = [...this.#cells.keys()];
    const cell = (text: string, width: number) => text.padStart(width);
    const lines = COLUMNS.map((column) =>
      [
        column.padEnd(20),
        ...roles.map((role) => cell(this.letters(role)[column] ?? '', role.length + 1)),
      ].join(''),
    );
    return `\n${[' '.repeat(20) + roles.map((role) => cell(role, role.length + 1)).join(''), ...lines].join('\n')}\n`;
  }
}

function letterOf(cell: Cell | undefined): string {
  if (cell === undefined || cell.fits === null) return '.';
  return cell.fits.length === 0 ? '?' : cell.fits.join('/');
}
