import Table from 'cli-table3';
import type { DocumentRatios } from './measure-documents.ts';

export function printDocuments(ratios: readonly DocumentRatios[]): void {
  console.log(
    [
      'Phield with documents of its client: each query by its id, to the same with its text (throughput above 1 and',
      'processor time below 1 are better); and unknown ids answered in the time of one such operation. Medians.',
    ].join('\n'),
  );
  const table = new Table({
    head: ['', 'throughput', 'processor time', 'unknown ids'],
    style: { head: [], border: [] },
  });
  for (const one of ratios) {
    table.push([
      one.workload,
      `${one.persisted.toFixed(2)} (${range(one.persistedRange)})`,
      one.persistedCpu.toFixed(2),
      `${one.unknown.toFixed(1)} (${range(one.unknownRange)})`,
    ]);
  }
  console.log(table.toString());
}

function range([least, most]: readonly [number, number]): string {
  return `${least.toFixed(2)} to ${most.toFixed(2)}`;
}
