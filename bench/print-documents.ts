import Table from 'cli-table3';
import type { DocumentRatios, Ratio } from './measure-documents.ts';

export function printDocuments(ratios: readonly DocumentRatios[]): void {
  console.log(
    [
      'Phield with documents of its client: each query by its id, to the same with its text (throughput above 1 and',
      'processor time below 1 are better); and unknown ids answered in the time of one such operation. Ratios of the',
      'fastest turns, and in brackets the median of the rounds.',
    ].join('\n'),
  );
  const table = new Table({
    head: ['', 'throughput', 'processor time', 'unknown ids'],
    style: { head: [], border: [] },
  });
  for (const one of ratios) {
    table.push([one.workload, shown(one.persisted), shown(one.persistedCpu), shown(one.unknown)]);
  }
  console.log(table.toString());
}

function shown({ fastest, median }: Ratio): string {
  return `${fastest.toFixed(2)} (${median.toFixed(2)})`;
}
