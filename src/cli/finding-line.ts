import type { SignalFinding } from '../signals/finding.ts';
import { safeLine } from './safe-line.ts';

/** A finding on one line. @param state what became of it, where it is kept. */
export function findingLine(
  { id, detector, severity, actor, subject, from, to, evidence, clocks }: SignalFinding,
  state: readonly string[] = [],
): string {
  const { sightings, measured, allowed, records } = evidence;
  const cells = [
    from,
    to,
    severity.padEnd(6),
    detector,
    `actor=${actor ?? '-'}`,
    `subject=${subject ?? '-'}`,
    `measured=${measured} allowed=${allowed} sightings=${sightings}`,
    `first=${records[0] ?? '-'}`,
    ...clocks.map(({ rule, due }) => `due=${due} (${rule})`),
    ...state,
    id,
  ];
  return safeLine(cells.join('  '));
}
