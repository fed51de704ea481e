import type { ConsentVerdict, ImplicitPolicy } from './consent-view.ts';
import { isAdministrative, isPart2 } from './row-labels.ts';

export const PERMITTED: ConsentVerdict = Object.freeze({ permit: true, consent: null });
export const DENIED: ConsentVerdict = Object.freeze({ permit: false, consent: null });

/**
 * What holds of a row of which no consent says anything. Records under 42 CFR Part 2 need consent that says so,
 * whatever the policy (42 CFR 2.31). Under break-glass-only a patient may still be found, so that there is
 * somebody to break the glass for.
 */
export function implicitVerdict(
  policy: ImplicitPolicy,
  type: string,
  labels: readonly string[],
): ConsentVerdict {
  if (isPart2(labels)) return DENIED;
  switch (policy) {
    case 'all-normal':
      return PERMITTED;
    case 'basic-normal':
      return labels.every(isAdministrative) ? PERMITTED : DENIED;
    case 'break-glass-only':
      return type === 'PatientMatch' ? PERMITTED : DENIED;
    default:
      return DENIED;
  }
}

/** The verdict of every unlabelled row, whatever its type; `null` where the type matters. */
export function implicitAlways(policy: ImplicitPolicy): ConsentVerdict | null {
  return policy === 'break-glass-only' ? null : implicitVerdict(policy, '', []);
}
