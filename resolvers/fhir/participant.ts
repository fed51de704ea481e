import type { Participant } from '../../src/generated/resolver-types.ts';
import { toCodeableConcept, toCodeableConcepts } from './coding.ts';
import { toPeriod } from './period.ts';
import { readCode, readElement, readReference } from './read-element.ts';

/** FHIR R4 Encounter.participant (`type`, `individual`), CareTeam.participant (`role`, `member`) and Appointment.participant (`type`, `actor`). */
export function toParticipant(value: unknown): Participant | null {
  const participant = readElement(value);
  if (participant === null) return null;
  const role = participant.role ?? participant.type;
  const single = toCodeableConcept(role);
  return {
    role: single === null ? toCodeableConcepts(role) : [single],
    member: readReference(participant.individual ?? participant.member ?? participant.actor),
    period: toPeriod(participant.period),
    status: readCode(participant.status),
  };
}
