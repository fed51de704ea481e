import { z } from 'zod';
import type { Detector } from '../detector.ts';
import { type PeakMeasure, watchPeaks } from '../peak-watch.ts';
import type { SeenRecord } from '../seen-record.ts';

const HOUR_MS = 3_600_000;
const Saved = z.object({ each: z.unknown(), together: z.unknown() });

/**
 * Many distinct patients by one actor within an hour: browsing, or copying. For each purpose by itself, since rounds and
 * research are not comparable, and for all together, so that who does a little for each is found too.
 */
export const manyPatients: Detector = Object.freeze({
  name: 'many-patients',
  rule: '45 CFR 164.308(a)(1)(ii)(D); 164.502(b), 164.514(d)',
  startsClocks: true,
  begin: ({ settings }, saved) => {
    const known = saved === null ? null : Saved.parse(saved);
    const measured = (groupOf: PeakMeasure['groupOf']): PeakMeasure => ({
      detector: 'many-patients',
      windowMs: HOUR_MS,
      floor: settings.patientsPerHour,
      severity: 'MEDIUM',
      isLearned: true,
      keysOf: ({ given }) => given,
      actorOf: ({ actor }) => actor,
      groupOf,
    });
    const each = watchPeaks(
      measured(({ role, purpose }) => `${role} ${purpose}`),
      known?.each ?? null,
    );
    const together = watchPeaks(
      measured(({ role }) => role),
      known?.together ?? null,
    );
    return Object.freeze({
      observe(seen: SeenRecord) {
        const [one, all] = [each.observe(seen), together.observe(seen)];
        return one ?? all;
      },
      toJSON: () => ({ each, together }),
    });
  },
} satisfies Detector);
