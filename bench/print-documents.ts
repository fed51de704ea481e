import Table from 'cli-table3';
import type { DocumentRatios, Ratio } from './measure-documents.ts';

export function printDocuments(measured: readonly DocumentRatios[]): void {
  console.log(
    [
      'Phield with documents of its client: each query by its id, to the same with its text (throughput above 1 and',
      'processor time below 1 are better); and unknown ids answered in the time, and in the processor time, of one such',
      'operation. Medians of the rounds; half of the rounds lie in brackets.',
    ].join('\n'),
  );
  const table = new Table({
    head: ['', 'throughput', 'processor time', 'unknown ids', 'by processor time'],
    style: { head: [], border: [] },
  });
  for (const one of measured) {
    const ratios = [one.persisted, one.persistedCpu, one.unknown, one.unknownCpu];
    const where = one.server === 'stored' ? ', embedded store' : '';
    table.push([`${one.workload}${where}`, ...ratios.map(shown)]);
  }
  console.log(table.toString());
}

function shown({ low, median, high }: Ratio): string {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
