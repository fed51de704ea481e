import type { Actor } from '../identity/actor.ts';
import { tokenlessActor } from '../identity/tokenless-actor.ts';

/** Nobody: only what an access class is made of counts. */
export function supposedActor(supposed: {
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly scopes: readonly string[] | null;
  readonly launched: boolean;
  readonly multiFactor: boolean;
}): Actor {
  const { roles, purpose, scopes, launched, multiFactor } = supposed;
  return tokenlessActor({
    id: 'supposed',
    tenant: 'declared',
    roles,
    registration: { firstParty: true, freeForm: false, perMinute: null, costPerMinute: null },
    purpose,
    purposes: [purpose],
    scopes,
    patient: launched ? 'supposed' : null,
    multiFactor,
  });
}
