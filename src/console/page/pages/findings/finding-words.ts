import type { Tone } from '../../parts/badge.tsx';

interface DetectorWords {
  readonly title: string;
  /** What `measured` and `allowed` count; `null`: nothing is counted. */
  readonly counts: string | null;
}

/** docs/signals.md, in a line each. */
export const DETECTORS: Readonly<Record<string, DetectorWords>> = Object.freeze({
  'many-patients': { title: 'Many patients within an hour', counts: 'distinct patients in an hour' },
  'off-hours-network': { title: 'At night, from a new network', counts: null },
  'two-networks': { title: 'Two networks at once', counts: 'returns between networks in 30 minutes' },
  'cross-tenant': { title: 'Ids of another organization', counts: 'such ids in a day' },
  'denial-burst': { title: 'A burst of refusals', counts: 'different things refused in 15 minutes' },
  'vip-access': { title: 'A watched patient', counts: null },
  'colleague-access': { title: 'A colleague’s record', counts: null },
  'break-glass-spike': { title: 'Many glasses opened', counts: 'glasses in a day' },
  'insight-withheld-spike': { title: 'Many insights withheld', counts: 'withheld in an hour' },
  'ledger-export': { title: 'An unusual export', counts: 'exports in a day' },
});

export const SEVERITY_TONES = Object.freeze({
  LOW: 'neutral',
  MEDIUM: 'warn',
  HIGH: 'bad',
} as const satisfies Record<string, Tone>);
export const STATE_TONES = Object.freeze({
  OPEN: 'warn',
  ASSIGNED: 'info',
  CLOSED: 'neutral',
} as const satisfies Record<string, Tone>);

export const VERDICTS = Object.freeze([
  ['BREACH', 'A breach: notices are due'],
  ['VIOLATION', 'Against the rules, no breach'],
  ['EXPECTED', 'Unusual, and right'],
  ['FALSE', 'Not what it looked like'],
] as const);

export function detectorTitle(name: string): string {
  return DETECTORS[name]?.title ?? name;
}

export function verdictTitle(verdict: string): string {
  return VERDICTS.find(([code]) => code === verdict)?.[1] ?? verdict;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long until then, or since: `in 3 days`, `2 hours ago`. */
export function fromNow(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  const size = Math.abs(ms);
  const [amount, unit] =
    size >= 2 * DAY
      ? [Math.floor(size / DAY), 'days']
      : size >= 2 * HOUR
        ? [Math.floor(size / HOUR), 'hours']
        : [Math.max(1, Math.floor(size / 60_000)), size < 120_000 ? 'minute' : 'minutes'];
  return ms >= 0 ? `in ${amount} ${unit}` : `${amount} ${unit} ago`;
}
