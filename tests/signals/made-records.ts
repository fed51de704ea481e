import { type Look, recordsOf } from '../../eval/signals/look.ts';
import { SignalBlock } from '../../src/access/signal-block.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import { SignalScan } from '../../src/signals/signal-scan.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday, noon, UTC. */
export const NOON = Date.UTC(2026, 0, 5, 12);

/** Records of looks by one nurse at the ward, unless they say otherwise; each with an id of its own. */
export function made(looks: readonly (Partial<Look> & Pick<Look, 'time'>)[]): readonly OperationRecord[] {
  let at = 0;
  const id = () => {
    at += 1;
    return `r${at}`;
  };
  return looks
    .toSorted((a, b) => a.time - b.time)
    .flatMap((look) => [
      ...recordsOf(
        {
          tenant: 'north',
          actor: 'nurse',
          role: 'NURSE',
          network: 'ward',
          purpose: 'TREAT',
          page: 'list',
          patients: ['p1'],
          rows: 1,
          ...look,
        },
        id,
      ),
    ]);
}

export const several = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** The scan of these records by tenant `north` with this block of its file. */
export function scanOf(
  block: unknown = {},
  more: Partial<ConstructorParameters<typeof SignalScan>[0]> = {},
): SignalScan {
  return new SignalScan({ tenant: 'north', settings: SignalBlock.parse(block), ...more });
}

export function findingsOf(
  records: readonly OperationRecord[],
  block: unknown = {},
): readonly SignalFinding[] {
  const scan = scanOf(block);
  return [...records.flatMap((record) => scan.observe(record)), ...scan.open()];
}

export const namesOf = (findings: readonly SignalFinding[]) => findings.map(({ detector }) => detector);
