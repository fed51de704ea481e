import type { MatrixCell } from '../access/access-matrix.ts';
import { writeLine } from './write-line.ts';

const CSV_HEAD = 'coordinate,category,role,purpose,decision,mask,relationship,file,line';
/** Cells are many: they are written in blocks of this many lines. */
const BLOCK = 1000;

/**
 * One line a cell, until the reader goes away.
 * @param decisions cells of others are left out; left out itself: none is.
 */
export async function printCells(
  cells: Iterable<MatrixCell>,
  decisions: readonly string[] | undefined,
  csv: boolean,
): Promise<void> {
  let block: string[] = csv ? [CSV_HEAD] : [];
  for (const cell of cells) {
    if (!(decisions?.includes(cell.decision) ?? true)) continue;
    block.push(csv ? csvLine(cell) : JSON.stringify(cell));
    if (block.length < BLOCK) continue;
    if (process.stdout.destroyed) return;
    await writeLine(process.stdout, block.join('\n'));
    block = [];
  }
  if (block.length > 0) await writeLine(process.stdout, block.join('\n'));
}

/** Names and paths of ours: no value holds a comma but a file's path, which is quoted. */
function csvLine({ grant, relationship, mask, ...cell }: MatrixCell): string {
  const file = grant === null ? '' : `"${grant.file.replaceAll('"', '""')}"`;
  const { coordinate, category, role, purpose, decision } = cell;
  const place = [file, grant?.line ?? ''];
  return [coordinate, category, role, purpose, decision, mask ?? '', relationship.join(' '), ...place].join(
    ',',
  );
}
