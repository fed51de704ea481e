import type { TieMembership } from '../../datasources/health-data.ts';
import type { Tie } from '../access/facts.ts';
import { type FhirObject, referenceOf, textOf } from './fhir-json.ts';
import { readPeriod } from './period.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { typeOf } from './type-of.ts';

/** https://hl7.org/fhir/R4/valueset-research-subject-status.html: the patient takes part now. */
const TAKES_PART: readonly string[] = [
  'on-study',
  'on-study-intervention',
  'on-study-observation',
  'follow-up',
];
const PROFESSIONALS: readonly string[] = ['Practitioner', 'PractitionerRole'];

/** Ties a patient to the study it takes part in, in its period. Screening and candidacy are no part of it. */
export function studyTies(subject: FhirObject, source: string): readonly Tie[] {
  const period = readPeriod(subject.period);
  const study = referenceOf(subject.study);
  if (!TAKES_PART.includes(textOf(subject.status) ?? '') || period === null || study === null) return [];
  return typeOf(study) === 'ResearchStudy' ? [{ kind: 'STUDY', anchor: study, source, ...period }] : [];
}

/**
 * A study under way is held by its principal investigator, and by the person behind the role named
 * (https://hl7.org/fhir/R4/valueset-research-study-status.html: `active` alone).
 */
export function studyMemberships(
  study: FhirObject,
  source: string,
  facts: ResourceFacts,
): readonly TieMembership[] {
  const period = readPeriod(study.period);
  const member = referenceOf(study.principalInvestigator);
  if (textOf(study.status) !== 'active' || period === null || member === null) return [];
  if (!PROFESSIONALS.includes(typeOf(member))) return [];
  const own = { member, anchor: source, source, ...period };
  const person = typeOf(member) === 'PractitionerRole' ? facts.practitionerOf(member) : null;
  return person === null ? [own] : [own, { ...own, member: person, via: member }];
}
