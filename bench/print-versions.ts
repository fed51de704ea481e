import Table from 'cli-table3';
import type { VersionComparison } from './compare-versions.ts';
import type { Spread } from './summarize-versions.ts';
import { ALLOWANCE, summarizeUnits, summarizeWorkloads } from './summarize-versions.ts';
import { VERSION_WORKLOADS } from './version-workloads.ts';

const ABOUT = `Processor time in process, without HTTP and disk; microseconds per operation. "execution" ends with the
ledger's record encoded; "request" is the gateway's whole line, token and text of the answer included. "after" is the
working tree over the same plain records; "governed" has a consent for every patient, a label on one row in ten and
scopes on the token, too. Answers were compared first: equal. Medians of rounds in which versions take turns;
differences are taken within a round, with the least and the most.`;

export function printVersions({ commit, rounds }: VersionComparison): void {
  console.log(`The working tree beside ${commit.slice(0, 12)}.\n${ABOUT}`);
  for (const { name, phiFields, patients } of VERSION_WORKLOADS) {
    console.log(`\n${name}: ${phiFields} PHI fields, ${patients} patients`);
    const table = tableOf([
      '',
      '',
      'before',
      'after',
      'added',
      'added, ns per PHI field',
      'of the allowance',
    ]);
    for (const one of summarizeWorkloads(rounds).filter(({ workload }) => workload === name)) {
      table.push([
        one.measure,
        one.version,
        one.before.toFixed(1),
        one.after.toFixed(1),
        shown(one.added, 1),
        shown(one.addedPerField, 0),
        `${(one.allowanceUsed * 100).toFixed(0)} %`,
      ]);
    }
    console.log(table.toString());
  }
  console.log(
    `\nTaken apart (allowance: ${ALLOWANCE.field} ns per PHI field, ${ALLOWANCE.patient} µs per distinct patient):`,
  );
  const units = tableOf(['', '', 'ns per PHI field', 'µs per patient']);
  for (const one of summarizeUnits(rounds)) {
    units.push([one.measure, one.version, shown(one.perField, 0), shown(one.perPatient, 2)]);
  }
  console.log(units.toString());
}

function shown({ median, least, most }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function tableOf(head: readonly string[]) {
  return new Table({
    head: [...head],
    colAligns: head.map((_, at) => (at < 2 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
}
