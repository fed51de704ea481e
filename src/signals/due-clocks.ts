import type { SignalSettings } from '../access/signal-block.ts';
import type { DueClock } from './finding.ts';

const HOUR_MS = 3_600_000;

/** How long after it is known; days are calendar days. */
const CLOCKS = Object.freeze({
  HIPAA: { rule: '45 CFR 164.404(b), 164.408: individuals and HHS, 60 days', ms: 60 * 24 * HOUR_MS },
  GDPR: { rule: 'GDPR Art. 33(1): supervisory authority, 72 hours', ms: 72 * HOUR_MS },
});

/**
 * When notices are due if it is a breach, soonest first. A breach counts as discovered on the day on which it would have
 * been known by reasonable diligence (45 CFR 164.404(a)(2)): so from the record that showed it, not from when a person
 * looked.
 * @param known milliseconds since the epoch.
 */
export function dueClocks(known: number, rules: SignalSettings['clocks']): readonly DueClock[] {
  return [...new Set(rules)]
    .map((name) => CLOCKS[name])
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ rule, ms }) => Object.freeze({ rule, due: new Date(known + ms).toISOString() }));
}
