import { expect, test } from 'vitest';
import type { VersionRound } from '../../bench/compare-versions.ts';
import { summarizeUnits, summarizeWorkloads } from '../../bench/summarize-versions.ts';
import { VERSION_WORKLOADS } from '../../bench/version-workloads.ts';

/** Rounds of a version whose every field costs 40 ns more, every patient 1.5 µs, every operation 3 µs. */
function rounds(machine: readonly number[]): readonly VersionRound[] {
  return machine.flatMap((slowness, at) =>
    VERSION_WORKLOADS.map(({ name, phiFields, patients }) => {
      const before = slowness * (10 + phiFields + patients);
      const after = before + 0.04 * phiFields + 1.5 * patients + 3;
      const microseconds = { before, after, governed: after + patients };
      return { workload: name, measure: 'execution', round: at + 1, microseconds } as const;
    }),
  );
}

test('what a version adds is taken apart into fields and patients, however slow the machine was', () => {
  const [after, governed] = summarizeUnits(rounds([1, 7, 2]));
  expect(after?.version).toBe('after');
  expect(after?.perField.median).toBeCloseTo(40);
  expect(after?.perField.most).toBeCloseTo(40);
  expect(after?.perPatient.least).toBeCloseTo(1.5);
  expect(governed?.perField.median).toBeCloseTo(40);
  expect(governed?.perPatient.median).toBeCloseTo(2.5);
});

test('each workload is held against what its fields and patients may cost', () => {
  const all = summarizeWorkloads(rounds([1, 7, 2]));
  const header = all.find(({ workload, version }) => workload === 'W1' && version === 'after');
  const added = 0.04 * 12 + 1.5 + 3;
  expect(header?.added.median).toBeCloseTo(added);
  expect(header?.addedPerField.least).toBeCloseTo((added * 1000) / 12);
  expect(header?.allowanceUsed).toBeCloseTo(added / (0.06 * 12 + 2));
  expect(header?.before).toBeCloseTo(2 * (10 + 12 + 1));
});

test('without rounds of every workload nothing is taken apart', () => {
  const some = rounds([1]).filter(({ workload }) => workload !== 'F50');
  expect(summarizeUnits(some)[0]?.perField.median).toBeNaN();
});
