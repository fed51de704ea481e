import type { Tie } from '../access/facts.ts';
import { type FhirObject, objectOf, objectsOf, referenceOf, textOf } from './fhir-json.ts';
import { intersect, moment, type Period, readPeriod } from './period.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { typeOf } from './type-of.ts';

const PROFESSIONALS: readonly string[] = ['Practitioner', 'PractitionerRole'];
/** https://hl7.org/fhir/R4/valueset-encounter-status.html: the patient is there now. */
const OPEN: readonly string[] = ['arrived', 'triaged', 'in-progress', 'onleave'];
/** https://hl7.org/fhir/R4/valueset-appointmentstatus.html: it takes or took place. */
const KEPT: readonly string[] = ['booked', 'arrived', 'checked-in', 'fulfilled'];

/** Participants of a visit that is planned, open or finished; and while it is open, the unit the patient lies on. */
export function encounterTies(encounter: FhirObject, source: string, facts: ResourceFacts): readonly Tie[] {
  const visit = visitPeriod(encounter);
  if (visit === null) return [];
  const participants = objectsOf(encounter.participant).flatMap((participant) => {
    const anchor = referenceOf(participant.individual);
    const own = readPeriod(participant.period);
    if (anchor === null || own === null || !PROFESSIONALS.includes(typeOf(anchor))) return [];
    return treating(anchor, source, intersect(visit, own));
  });
  return [...participants, ...unitTies(encounter, source, visit, facts)];
}

/**
 * When the visit treats. A visit that is over but does not say since when counts as over at its start, and
 * a planned one without a date ties nobody: otherwise it would stay open for ever.
 */
function visitPeriod(encounter: FhirObject): Period | null {
  const status = textOf(encounter.status) ?? '';
  const period = readPeriod(encounter.period);
  if (period === null) return null;
  if (OPEN.includes(status)) return period;
  if (status === 'planned') return period.start === null ? null : period;
  if (status !== 'finished') return null;
  const end = period.end ?? period.start;
  return end === null ? null : { start: period.start, end };
}

/** Cover (float staff, emergency department): the patient's present unit, through bed and room. */
function unitTies(
  encounter: FhirObject,
  source: string,
  visit: Period,
  facts: ResourceFacts,
): readonly Tie[] {
  if (!OPEN.includes(textOf(encounter.status) ?? '') || visit.end !== null) return [];
  return objectsOf(encounter.location).flatMap((stay) => {
    const place = referenceOf(stay.location);
    const own = readPeriod(stay.period);
    const status = textOf(stay.status) ?? 'active';
    if (place === null || own === null || status !== 'active' || typeOf(place) !== 'Location') return [];
    const both = intersect(visit, own);
    return withUnits(place, facts).flatMap((location) => treating(location, source, both));
  });
}

/** A bed lies in a room, a room on a unit: three steps at most. */
function withUnits(place: string, facts: ResourceFacts): readonly string[] {
  const places = [place];
  for (let step = 0; step < 2; step += 1) {
    const next = facts.unitOf(places[places.length - 1] ?? '');
    if (next === null || places.includes(next)) break;
    places.push(next);
  }
  return places;
}

/** Professionals who accepted an appointment that is kept (telehealth). Without a start it ties nobody. */
export function appointmentTies(appointment: FhirObject, source: string): readonly Tie[] {
  if (!KEPT.includes(textOf(appointment.status) ?? '')) return [];
  const from = moment(appointment.start);
  if (from === null) return [];
  const until = moment(appointment.end) ?? from;
  return objectsOf(appointment.participant).flatMap((participant) => {
    const anchor = referenceOf(objectOf(participant.actor));
    if (anchor === null || !PROFESSIONALS.includes(typeOf(anchor))) return [];
    if (textOf(participant.status) !== 'accepted') return [];
    return treating(anchor, source, { start: from.start, end: until.end });
  });
}

function treating(anchor: string, source: string, period: Period | null): readonly Tie[] {
  return period === null ? [] : [{ kind: 'TREATING', anchor, source, ...period }];
}
