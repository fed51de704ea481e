import type { Detector } from '../detector.ts';
import { watchPeaks } from '../peak-watch.ts';

const QUARTER_MS = 900_000;

/**
 * Many different things refused to one actor within a quarter of an hour: somebody tries what is open. A page that
 * asks for one field too much is refused often, but always the same.
 */
export const denialBurst: Detector = Object.freeze({
  name: 'denial-burst',
  rule: '45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(5)(ii)(C); 164.312(b)',
  startsClocks: false,
  begin: ({ settings }, saved) =>
    watchPeaks(
      {
        detector: 'denial-burst',
        windowMs: QUARTER_MS,
        floor: settings.denialsPerQuarter,
        severity: 'MEDIUM',
        isLearned: true,
        keysOf: ({ denied }) => denied,
        actorOf: ({ actor }) => actor,
        groupOf: ({ role }) => role,
      },
      saved,
    ),
} satisfies Detector);
