import type { Detector } from '../detector.ts';
import { watchPatients } from '../watched-patients.ts';

/** A colleague's record, read by somebody who need not, or one's own in the role of staff. */
export const colleagueAccess: Detector = Object.freeze({
  name: 'colleague-access',
  rule: '45 CFR 164.308(a)(1)(ii)(D); 164.502(b)',
  startsClocks: true,
  begin: ({ settings }, saved) => {
    const own = new Map(Object.entries(settings.colleagues));
    const patients = new Set([...own.values()].flat());
    return watchPatients(
      {
        detector: 'colleague-access',
        isWatched: (patient) => patients.has(patient),
        isOwn: (actor, patient) => own.get(actor)?.includes(patient) === true,
      },
      saved,
    );
  },
} satisfies Detector);
