import { describe, expect, it } from 'vitest';
import type { InputResource } from '../../src/fhir/identify.ts';
import { prepareResource } from '../../src/fhir/prepare-resource.ts';
import { quotedReferences, quotingTypes } from '../../src/fhir/quoted-references.ts';
import { SUBJECT_ELEMENT } from '../../src/fhir/resource-types.ts';
import { facts } from './no-facts.ts';

const to = (reference: string) => ({ reference });

/** One resource of each type that quotes, quoting `target`. */
const QUOTING = (target: string): Readonly<Record<string, Record<string, unknown>>> => ({
  Claim: { diagnosis: [{ diagnosisReference: to(target) }] },
  ExplanationOfBenefit: { procedure: [{ procedureReference: to(target) }] },
  Encounter: { diagnosis: [{ condition: to(target) }] },
  EpisodeOfCare: { diagnosis: [{ condition: to(target) }] },
  DiagnosticReport: { result: [to('Observation/other'), to(target)] },
  Observation: { hasMember: [to(target)] },
  CarePlan: { addresses: [to(target)] },
  Goal: { addresses: [to(target)] },
  Composition: { section: [{ section: [{ entry: [to(target)] }] }] },
  MedicationRequest: { medicationReference: to(target) },
  Procedure: { reasonReference: [to(target)] },
  Appointment: { reasonReference: [to(target)] },
  CareTeam: { reasonReference: [to(target)] },
  Immunization: { reasonReference: [to(target)] },
});

describe('quotedReferences', () => {
  it.each(Object.entries(QUOTING('Condition/c')))('of %s', (resourceType, elements) => {
    expect(quotedReferences({ resourceType, ...elements })).toContain('Condition/c');
  });

  it('leaves out what is contained, what is no reference, and where a row merely stands', () => {
    const resource = {
      resourceType: 'Observation',
      hasMember: [to('#inside'), { display: 'x' }, 'Observation/text', null],
      encounter: to('Encounter/e'),
      subject: to('Patient/p'),
    };
    expect(quotedReferences(resource)).toEqual([]);
  });

  it('reads lists longer than a call may have arguments', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => to(`Condition/${at}`));
    const resource = { resourceType: 'Composition', section: [{ entry: many, section: many }] };
    expect(quotedReferences(resource)).toHaveLength(many.length);
  });

  it('tells for every type it reads where a later label has to be looked for', () => {
    for (const [type, elements] of Object.entries(QUOTING('Condition/c'))) {
      expect(quotingTypes('Condition')).toContain(type);
      expect(quotedReferences({ resourceType: type, ...elements })).toContain('Condition/c');
    }
    for (const type of Object.keys(SUBJECT_ELEMENT).filter((each) => each !== 'Patient')) {
      const resource = {
        resourceType: type,
        reasonReference: [to('Observation/o')],
        medicationReference: to('Medication/m'),
        section: [{ entry: [to('Medication/m'), to('Practitioner/d')] }],
      };
      for (const reference of quotedReferences(resource)) {
        expect(quotingTypes(reference.split('/')[0] ?? '')).toContain(type);
      }
      expect(quotedReferences(resource)).toContain('Observation/o');
    }
    expect(quotingTypes('Medication')).toHaveLength(5);
    expect(quotingTypes('Practitioner')).toEqual(['Composition']);
  });
});

describe('prepareResource', () => {
  const labelsOf = (resource: Record<string, unknown>, known = facts()) => {
    const input: InputResource = { resource, fullUrl: null, request: null };
    const prepared = prepareResource(input, known);
    if (prepared.kind !== 'ready') throw new Error(prepared.reason);
    return prepared.write;
  };
  const known = facts({ labelsOf: (reference) => (reference === 'Condition/c' ? ['HIV'] : []) });

  it.each(Object.entries(QUOTING('Condition/c')))('gives a %s the labels of what it quotes', (type, rest) => {
    const participant = [{ actor: to('Patient/p') }];
    const subject = { subject: to('Patient/p'), patient: to('Patient/p'), participant };
    const resource = { resourceType: type, id: 'q', ...subject, ...rest };
    expect(labelsOf(structuredClone(resource)).labels).toEqual([]);
    expect(labelsOf(structuredClone(resource), known).labels).toEqual(['HIV']);
  });

  it('gives a claim those labels also where it brings the code itself', () => {
    const diagnosis = [
      { diagnosisReference: to('Condition/c'), diagnosisCodeableConcept: { coding: [{ code: 'X' }] } },
    ];
    const claim = { resourceType: 'Claim', id: 'q', patient: to('Patient/p'), diagnosis };
    expect(labelsOf(claim, known).labels).toEqual(['HIV']);
  });

  it('gives an entry the labels of its Bundle, and keeps them with the resource', () => {
    const outer = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
    const own = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' };
    const bundled = facts({ outerSecurity: [outer] });
    const plain = labelsOf({ resourceType: 'Patient', id: 'p' }, bundled);
    expect(plain.labels).toEqual(['R']);
    expect(plain.resource.meta).toEqual({ security: [outer] });
    const meta = { versionId: '4', security: [own] };
    expect(labelsOf({ resourceType: 'Patient', id: 'p', meta }, bundled)).toMatchObject({
      labels: ['PSY', 'R'],
      version: 4,
    });
    const noList = { resourceType: 'Patient', id: 'p', meta: { security: own } };
    expect(labelsOf(noList, bundled).labels).toEqual(['R', 'UNKNOWN']);
  });
});
