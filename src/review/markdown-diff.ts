import { changeWords, placeWords } from './change-words.ts';
import { summaryOf, tenantWords } from './diff-lines.ts';
import type { DiffReport } from './diff-report.ts';
import { isOpen } from './diff-report.ts';
import { waiverText } from './waiver-text.ts';

/** Rows of the table: a comment on a pull request has a limit, and nobody reads more. */
const MOST_ROWS = 100;

/** A report as a comment on a pull request: what needs a waiver first, and the text of one to fill in. */
export function markdownDiff(report: DiffReport): string {
  const { changes, refused, ok } = report;
  const rows = changes.slice(0, MOST_ROWS).map((change) => {
    const { kind, what, who, change: effect, where, touches } = changeWords(change);
    const { waiver } = change;
    const state =
      waiver !== null ? `waived, ${placeWords(waiver)}` : isOpen(change) ? '**needs a waiver**' : '';
    return `| ${[kind, what, who, effect, where, touches, state].map(cellOf).join(' | ')} |`;
  });
  const open = changes.filter(isOpen);
  return `${[
    `### ${ok ? 'Access review: passes' : 'Access review: fails'}`,
    escaped(summaryOf(report)),
    ...(rows.length === 0
      ? []
      : [
          [
            '| change | what | who | from → to | where | touches | |',
            '| --- | --- | --- | --- | --- | --- | --- |',
            ...rows,
          ].join('\n'),
        ]),
    ...(changes.length > MOST_ROWS ? [`and ${changes.length - MOST_ROWS} more: see the JSON.`] : []),
    ...refused.map(
      ({ place, message }) => `* waiver refused, ${escaped(`${placeWords(place)}: ${message}`)}`,
    ),
    ...tenantWords(report),
    ...(open.length === 0
      ? []
      : [
          `<details><summary>Text of waivers, for somebody other than the author to complete</summary>\n\n\`\`\`yaml\n${waiverText(open.slice(0, MOST_ROWS)).replaceAll('`', '')}\`\`\`\n\n</details>`,
        ]),
  ].join('\n\n')}\n`;
}

function cellOf(text: string): string {
  return text === '' ? ' ' : escaped(text);
}

/** Names of a schema or file are shown, never read as markup. */
function escaped(text: string): string {
  if (text.startsWith('**')) return text;
  return text.replace(/[\\`*_{}[\]<>|#@~!&]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}
