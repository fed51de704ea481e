import type { Actor } from '../identity/actor.ts';
import type { SubjectFacts } from './facts.ts';

/**
 * Id of the glass that this actor opened for this patient, where it is open at `now` (milliseconds). A token
 * launched for somebody else reaches nobody through a glass either: the claim narrows whatever else holds.
 */
export function glassInForce(
  { patient }: Pick<Actor, 'patient'>,
  { subjectId, exists, glass }: Pick<SubjectFacts, 'subjectId' | 'exists' | 'glass'>,
  now: number,
): string | null {
  if (!exists || glass === null || (patient !== null && patient !== subjectId)) return null;
  return glass.openedAt <= now && now < glass.expiresAt ? glass.id : null;
}
