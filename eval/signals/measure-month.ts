import { SignalBlock } from '../../src/access/signal-block.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import { SignalScan } from '../../src/signals/signal-scan.ts';
import { TENANT } from './house.ts';
import type { Incident } from './incidents.ts';
import { eventsOf } from './look.ts';
import { generateMonth, type MonthOptions } from './month.ts';

export interface MonthMeasured {
  readonly events: number;
  readonly records: number;
  readonly incidents: readonly Incident[];
  readonly missed: readonly Incident[];
  readonly findings: readonly SignalFinding[];
  /** Findings that no incident explains. */
  readonly falseOnes: readonly SignalFinding[];
  /** Milliseconds in the scan alone. */
  readonly scanMs: number;
}

/** The scan over one made-up month, with the defaults: nothing but the lists of persons and the time zone is set. */
export function measureMonth(options: MonthOptions): MonthMeasured {
  const month = generateMonth(options);
  const colleagues = Object.fromEntries(
    month.house.staff.flatMap(({ id, patient }) => (patient === null ? [] : [[id, patient]])),
  );
  const { vips, exporters } = month.house;
  const settings = SignalBlock.parse({ timeZone: 'America/New_York', vips, colleagues, exporters });
  const scan = new SignalScan({ tenant: TENANT, settings });
  const findings: SignalFinding[] = [];
  let [events, records, scanMs] = [0, 0, 0];
  for (const record of month.records()) {
    records += 1;
    events += eventsOf(record);
    const begun = performance.now();
    findings.push(...scan.observe(record));
    scanMs += performance.now() - begun;
  }
  findings.push(...scan.open());
  const explains = ({ actor, from, to }: Incident, finding: SignalFinding) =>
    finding.actor === actor && Date.parse(finding.from) <= to && Date.parse(finding.to) >= from;
  const found = (incident: Incident) =>
    findings.some((one) => one.detector === incident.detector && explains(incident, one));
  return {
    events,
    records,
    incidents: month.incidents,
    missed: month.incidents.filter((one) => !found(one)),
    findings,
    falseOnes: findings.filter((one) => !month.incidents.some((incident) => explains(incident, one))),
    scanMs,
  };
}
