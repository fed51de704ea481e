import { ForbiddenError } from '../errors.ts';
import type { Identity } from './identity.ts';

/** Purposes that are never a default: they override policy, so they must be asked for (HL7 ActReason). */
const NEVER_DEFAULT = new Set(['BTG', 'ETREAT']);

/** The first purpose that may stand without being asked for; `null` when there is none. */
export function defaultPurpose(purposes: readonly string[]): string | null {
  return purposes.find((purpose) => !NEVER_DEFAULT.has(purpose)) ?? null;
}

/**
 * The one purpose of an operation. The header chooses among the actor's purposes and MUST NOT add one: it is
 * matched exactly, not by is-a.
 * @param header value of `Phield-Purpose`, `undefined` when there is none.
 * @throws ForbiddenError when the header names another purpose, or none was named and none is the default.
 */
export function choosePurpose(identity: Identity, header: string | undefined): string {
  if (header === undefined) {
    if (identity.defaultPurpose === null) throw new ForbiddenError('no purpose to run under');
    return identity.defaultPurpose;
  }
  const chosen = identity.purposes.find((purpose) => purpose === header);
  if (chosen === undefined) throw new ForbiddenError("the header names a purpose that is not the actor's");
  return chosen;
}
