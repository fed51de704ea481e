import type { Detector } from '../detector.ts';
import { watchPeaks } from '../peak-watch.ts';

const DAY_MS = 86_400_000;

/** Many glasses opened by one actor within a day. */
export const breakGlassSpike: Detector = Object.freeze({
  name: 'break-glass-spike',
  rule: '45 CFR 164.312(a)(2)(ii); 164.308(a)(1)(ii)(D)',
  startsClocks: true,
  begin: ({ settings }, saved) =>
    watchPeaks(
      {
        detector: 'break-glass-spike',
        windowMs: DAY_MS,
        floor: settings.glassesPerDay,
        severity: 'MEDIUM',
        // A glass is an exception for everybody: there is nothing to get used to.
        isLearned: false,
        keysOf: ({ opened }) => opened,
        actorOf: ({ actor }) => actor,
        groupOf: ({ role }) => role,
      },
      saved,
    ),
} satisfies Detector);
