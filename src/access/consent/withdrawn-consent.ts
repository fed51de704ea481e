import type { Json } from '../../is-json.ts';
import { extensionsOf, WITHDRAWAL_EXTENSION } from './consent-extensions.ts';

export interface Withdrawal {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Reference of who withdraws it, or `null`. */
  readonly by: string | null;
  /** Logical id of the consent that takes its place, or `null`. */
  readonly supersededBy: string | null;
}

/**
 * The same Consent, no longer in force, with when and by whom. `null`: it is not in force, so there is nothing to
 * withdraw. One that cannot be read can be withdrawn. What then holds is what the patient's other consents and the
 * tenant's implicit policy say (IHE PCF): to forbid, record a consent that denies.
 */
export function withdrawnConsent(resource: Json, { now, by, supersededBy }: Withdrawal): Json | null {
  if (resource.status !== 'active') return null;
  const kept: readonly unknown[] = Array.isArray(resource.extension) ? resource.extension : [];
  const earlier = extensionsOf(resource, WITHDRAWAL_EXTENSION);
  const withdrawal = {
    url: WITHDRAWAL_EXTENSION,
    extension: [
      { url: 'at', valueInstant: new Date(now).toISOString() },
      ...(by === null ? [] : [{ url: 'by', valueReference: { reference: by } }]),
      ...(supersededBy === null
        ? []
        : [{ url: 'supersededBy', valueReference: { reference: `Consent/${supersededBy}` } }]),
    ],
  };
  return {
    ...resource,
    status: 'inactive',
    extension: [...kept.filter((each) => !earlier.some((old) => old === each)), withdrawal],
  };
}
