import type { Detector } from '../detector.ts';
import { watchPeaks } from '../peak-watch.ts';

const HOUR_MS = 3_600_000;

/** Many distinct patients by one actor within an hour: browsing, or copying. */
export const manyPatients: Detector = Object.freeze({
  name: 'many-patients',
  rule: '45 CFR 164.308(a)(1)(ii)(D); 164.502(b), 164.514(d)',
  startsClocks: true,
  begin: ({ settings }, saved) =>
    watchPeaks(
      {
        detector: 'many-patients',
        windowMs: HOUR_MS,
        floor: settings.patientsPerHour,
        severity: 'MEDIUM',
        isLearned: true,
        keysOf: ({ given }) => given,
        actorOf: ({ actor }) => actor,
        groupOf: ({ role, purpose }) => `${role} ${purpose}`,
      },
      saved,
    ),
} satisfies Detector);
