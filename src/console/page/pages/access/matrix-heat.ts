import type { HeatCell } from '../../parts/heat-map.tsx';
import { decisionWord, LEVELS, MASK_LETTERS } from './cell-words.ts';
import type { MatrixCell, MatrixRow } from './declared.ts';

export function rowKey({ category, label }: Pick<MatrixRow, 'category' | 'label'>): string {
  return `${category} ${label}`;
}

/** What a row is called where all of them stand below one category, and where they do not. */
export function rowLabel(row: MatrixRow, category: string | null): string {
  if (row.label === row.category || row.category === category) return row.label;
  return `${row.label} (${row.category})`;
}

/** One cell of the grid: a sign, and all of it in words. */
export function toHeatCell(row: MatrixRow, cell: MatrixCell): HeatCell {
  const { decision, glass, mask, purposes, relationships, role, withKinds } = cell;
  const words = [
    `${row.label}, ${role}: ${decisionWord(decision)}`,
    mask !== null && mask !== 'NONE' && decision === 'MASKED' && ` (${mask})`,
    purposes.length > 0 &&
      decision !== 'DENIED' &&
      `, for ${listed(purposes)}${withKinds ? ' and its kinds' : ''}`,
    relationships.length > 0 && `, by ${listed(relationships)}`,
    glass && decision !== 'BREAK_GLASS' && '; also through an opened glass',
  ];
  const sign = decision === 'MASKED' ? MASK_LETTERS[mask ?? ''] : decision === 'WHOLE' ? '●' : undefined;
  const text = sign !== undefined && glass ? `${sign} !` : sign;
  return {
    level: LEVELS[decision],
    label: words.filter(Boolean).join(''),
    ...(text !== undefined && { text }),
  };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 6);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
