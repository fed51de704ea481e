import type { Detector } from '../detector.ts';
import { watchPatients } from '../watched-patients.ts';

/** A record that people are curious about, read by somebody who need not. */
export const vipAccess: Detector = Object.freeze({
  name: 'vip-access',
  rule: '45 CFR 164.308(a)(1)(ii)(D); 164.502(b)',
  startsClocks: true,
  begin: ({ settings }, saved) => {
    const vips = new Set(settings.vips);
    const isWatched = (patient: string) => vips.has(patient);
    return watchPatients({ detector: 'vip-access', isWatched, isOwn: () => false }, saved);
  },
} satisfies Detector);
