import type { SignalFinding } from '../../src/signals/finding.ts';

/** Ids of findings, told apart by a number. */
export function findingId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** A finding about a nurse and a patient. */
export function madeFinding(number: number, change: Partial<SignalFinding> = {}): SignalFinding {
  const from = new Date(Date.UTC(2026, 0, 5, 12) + number * 1_000).toISOString();
  return {
    id: findingId(number),
    detector: 'vip-access',
    severity: 'MEDIUM',
    tenant: 'riverside',
    actor: 'nurse',
    subject: 'p1',
    from,
    to: from,
    evidence: { records: ['r1'], sightings: 1, measured: 1, allowed: 0 },
    clocks: [{ rule: 'GDPR', due: '2026-01-08T12:00:00.000Z' }],
    ...change,
  };
}
