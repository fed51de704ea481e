import Table from 'cli-table3';
import type { ImportReport, Skipped } from '../import/import-report.ts';

const LISTED = 50;
const COLUMNS = ['stored', 'unchanged', 'older', 'removed', 'skipped'] as const;

/** What an import did, for people: by type, then what was skipped and why. */
export function importSummary(report: ImportReport): string {
  const table = new Table({
    head: ['type', ...COLUMNS],
    colAligns: ['left', ...COLUMNS.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const [type, tally] of Object.entries(report.types)) {
    table.push([type, ...COLUMNS.map((column) => tally[column])]);
  }
  table.push(['all', ...COLUMNS.map((column) => report.total[column])]);
  const { relative, resolved, contained, unresolved } = report.references;
  const lines = [
    ...(report.dryRun ? ['Dry run: nothing was written.'] : []),
    table.toString(),
    `References: ${relative} relative, ${resolved} resolved, ${contained} contained, ${unresolved} unresolved.`,
    ...(report.unresolvedCodings > 0
      ? [`${report.unresolvedCodings} codes of claims or medications could not be looked up.`]
      : []),
    ...(report.relabelled > 0
      ? [`${report.relabelled} rows stored earlier took over labels of what they quote.`]
      : []),
    ...skippedLines(report),
    ...report.unreadableFiles.map((file) => `cannot be read: ${file}`),
    ...(report.ignoredFiles > 0 ? [`${report.ignoredFiles} files were passed over by name.`] : []),
    `${report.resources} resources of ${report.files} files in ${report.seconds.toFixed(1)} s:` +
      ` ${report.resourcesPerSecond}/s, at most ${report.peakMegabytes} MB resident.`,
    ...(report.interrupted
      ? ['Stopped early. Run the same command again to go on: nothing is done twice.']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function skippedLines({ skipped, total }: ImportReport): readonly string[] {
  if (total.skipped === 0) return [];
  // Errors first: decisions are many and all alike.
  const ranked = [...skipped].sort((a, b) => Number(b.error) - Number(a.error));
  const shown = ranked.slice(0, LISTED);
  const rest = total.skipped - shown.length;
  return [
    `Skipped (${total.skipped}):`,
    ...shown.map(line),
    ...(rest > 0 ? [`  and ${rest} more: --json lists them`] : []),
  ];
}

function line({ file, position, type, id, reason }: Skipped): string {
  const what = type === null ? '' : ` ${type}${id === null ? '' : `/${id}`}`;
  return `  ${file}, ${position}:${what} ${reason}`;
}
