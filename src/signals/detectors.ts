import type { Detector } from './detector.ts';
import { breakGlassSpike } from './detectors/break-glass-spike.ts';
import { colleagueAccess } from './detectors/colleague-access.ts';
import { crossTenant } from './detectors/cross-tenant.ts';
import { denialBurst } from './detectors/denial-burst.ts';
import { insightWithheldSpike } from './detectors/insight-withheld-spike.ts';
import { ledgerExport } from './detectors/ledger-export.ts';
import { manyPatients } from './detectors/many-patients.ts';
import { offHoursNetwork } from './detectors/off-hours-network.ts';
import { twoNetworks } from './detectors/two-networks.ts';
import { vipAccess } from './detectors/vip-access.ts';

/** All that is looked for; each cites the rule it serves. Information system activity review, 45 CFR 164.308(a)(1)(ii)(D). */
export const DETECTORS: readonly Detector[] = Object.freeze([
  manyPatients,
  offHoursNetwork,
  twoNetworks,
  crossTenant,
  denialBurst,
  vipAccess,
  colleagueAccess,
  breakGlassSpike,
  insightWithheldSpike,
  ledgerExport,
]);
