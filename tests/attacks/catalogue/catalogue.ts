import { ACTS } from './acts.ts';
import type { Attack } from './attack.ts';
import { DOOR_ATTACKS } from './door.ts';
import { DOOR_TOKENS } from './door-tokens.ts';
import { IDENTITIES } from './identities.ts';
import { INSIGHTS } from './insights.ts';
import { ORACLES } from './oracles.ts';
import { PATHS } from './paths.ts';

/** Every attack that is tried, and where. `docs/attacks.md` is rendered from it. */
export const CATALOGUE: readonly Attack[] = Object.freeze([
  ...PATHS,
  ...ORACLES,
  ...IDENTITIES,
  ...ACTS,
  ...INSIGHTS,
  ...DOOR_ATTACKS,
  ...DOOR_TOKENS,
]);
