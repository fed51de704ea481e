import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import { rollUp } from '../../../src/ledger/export/roll-up.ts';
import { anyRecord } from '../any-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { asJson, rolledUp as events, expectFit, profileOf, SITE } from './rolled-up.ts';

describe('the events of a record', () => {
  it('are valid R4 and fit their profiles, whatever stands in the record', () => {
    fc.assert(
      fc.property(anyRecord(), fc.nat(5_000), (record, first) => {
        expectFit(rollUp(record, SITE, first));
      }),
      { numRuns: 200 },
    );
  });

  it('name every field once, with what came of it', () => {
    fc.assert(
      fc.property(anyRecord(), (record) => {
        fc.pre(record.kind !== 'privileged' && record.subjects.length > 0);
        const told = rollUp(record, SITE).flatMap(({ entity = [] }) =>
          entity.flatMap(({ detail = [] }) =>
            detail.filter(({ type }) => /^gql\.(field|masked|denied)$/.test(type)).map(({ type }) => type),
          ),
        );
        const kept = [...expandRecord(record)].filter(({ coordinate }) => coordinate !== null);
        // A filter that was used stands in the query's description, which has no details.
        const filters = kept.filter(({ resource, decision }) => resource.id === '' && decision !== 'DENY');
        const count = (decision: string) => kept.filter((one) => one.decision === decision).length;
        expect(told.filter((type) => type === 'gql.denied')).toHaveLength(count('DENY'));
        expect(told.length).toBeLessThanOrEqual(kept.length);
        expect(told.length).toBeGreaterThanOrEqual(kept.length - filters.length);
      }),
    );
  });

  it('are the same bytes each time', () => {
    fc.assert(
      fc.property(anyRecord(), (record) => {
        expect(JSON.stringify(rollUp(record, SITE))).toBe(JSON.stringify(rollUp(record, SITE)));
      }),
    );
  });

  it('bear ids of the ledger’s own events, apart for each part of a split record', () => {
    expect(events().map(({ id }) => id)).toEqual([
      '01JD0000000000000000000001.0',
      '01JD0000000000000000000001.2',
      '01JD0000000000000000000001.1',
      '01JD0000000000000000000001.3',
      '01JD0000000000000000000001.4',
    ]);
    const [first] = rollUp(sampleRecord(), SITE, 700);
    expect(first?.id).toBe('01JD0000000000000000000001.700');
  });

  it('tell what was given apart from what was denied, one patient at a time', () => {
    const all = events();
    expectFit(all);
    expect(all.map((event) => [profileOf(event), event.outcome])).toEqual([
      ['PatientRead', '0'],
      ['PatientRead', '0'],
      [null, '8'],
      ['PatientRead', '0'],
      [null, '8'],
    ]);
    const patients = all.map(({ entity = [] }) => entity[0]?.what?.reference);
    expect(patients).toEqual(['Patient/p1', 'Patient/p1', 'Patient/p1', 'Patient/p2', 'Patient/p2']);
    expect(all[2]?.outcomeDesc).toBe('denied: ROLE');
    expect(all[2]?.subtype?.map(({ code }) => code)).toEqual(['read', 'graphql-query', 'AuthZ-Role']);
  });

  it('say who asked, by which client, for what, under which policy, in which request', () => {
    const [event] = events().map(asJson);
    expect(event?.purposeOfEvent?.[0]?.coding?.[0]).toEqual({
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
      code: 'TREAT',
    });
    const [server, client, user] = event?.agent ?? [];
    expect(server?.who.display).toBe('gw.example');
    expect(client?.who.identifier).toEqual({ system: 'urn:phield:riverside:client', value: 'portal' });
    expect(client?.network).toEqual({ address: 'urn:phield:network:a1b2c3d4', type: '5' });
    expect(user?.who.identifier).toEqual({ system: 'urn:phield:riverside:actor', value: 'dr-one' });
    expect(user?.role).toEqual([{ text: 'PHYSICIAN' }]);
    expect(user?.policy).toEqual(['urn:phield:policy:p1']);
    const details = Object.fromEntries(
      (event?.entity.at(-1)?.detail ?? []).map(({ type, valueString }) => [type, valueString]),
    );
    expect(event?.entity.at(-1)?.what?.identifier?.value).toBe('req-1');
    expect(details).toMatchObject({
      'gql.document': 'sha256:00',
      'gql.operation': 'Chart',
      'gql.session': 's-1',
    });
  });

  it('have the fields of a row, and how much of each was shown', () => {
    const [patient, observation] = events().map(asJson);
    expect(patient?.entity[1]?.detail).toContainEqual({ type: 'gql.field', valueString: 'Patient.name' });
    expect(observation?.entity[1]?.detail).toContainEqual({
      type: 'gql.masked',
      valueString: 'Observation.value:GENERALIZE',
    });
    expect(observation?.entity[1]?.detail).toContainEqual({
      type: 'gql.via',
      valueString: 'Patient.insights',
    });
  });

  it('make one query of several rows of a type, each under the code of its type', () => {
    const { shapes } = sampleRecord();
    const group = { shape: 1, resources: ['o1', 'o2', 'o3'], consent: null, breakGlass: null };
    const all = events({ shapes, subjects: [{ subject: 'p1', groups: [group] }] });
    expectFit(all);
    expect(all.map(profileOf)).toEqual(['PatientQuery']);
    const rows = all[0]?.entity?.filter(({ type }) => type.system === 'http://hl7.org/fhir/resource-types');
    expect(rows?.map(({ what }) => what?.reference)).toEqual([
      'Observation/o1',
      'Observation/o2',
      'Observation/o3',
    ]);
    const query = all[0]?.entity?.find(({ role }) => role?.code === '24')?.query ?? '';
    expect(JSON.parse(Buffer.from(query, 'base64').toString())).toEqual({
      documentId: 'sha256:00',
      operationName: 'Chart',
    });
  });

  it('make queries of whatever was found by a filter, whose name they have and whose value nobody has', () => {
    const filter = ['PatientSearch.mrn', 'IDENTIFIER', 'PERMIT', 'NONE', 'GRANT', 'g'] as const;
    const record = sampleRecord();
    const all = events({
      shapes: [...record.shapes, { type: 'Patient', fields: [filter], via: null }],
      subjects: [
        ...record.subjects,
        { subject: null, groups: [{ shape: 2, resources: [''], consent: null, breakGlass: null }] },
      ],
    });
    expectFit(all);
    expect(all.map(profileOf).filter((one) => one !== null)).toEqual([
      'PatientQuery',
      'PatientQuery',
      'Query',
    ]);
    expect(all.at(-1)?.entity?.[0]?.description).toContain('PatientSearch.mrn');
  });

  it('are disclosures where a third party’s application is the recipient', () => {
    const all = events({ client: 'outside-app' });
    expectFit(all);
    expect(all.map(profileOf)).toEqual(['PrivacyDisclosure.Source', null, 'PrivacyDisclosure.Source', null]);
    expect(all[0]?.agent.map(({ type }) => type.coding?.[0]?.code)).toEqual([
      '110153',
      '110152',
      'IRCP',
      'PROV',
    ]);
    expect(all[0]?.agent[1]?.who.identifier?.value).toBe('outside-app');
  });

  it('are disclosures where a model is shown an insight’s sources, and reads where it is not', () => {
    const insight = {
      coordinate: 'PatientInsights.preVisitSummary',
      model: 'a-model',
      guardrail: 'g:1',
      guardrailPolicy: 'gp',
      promptHash: 'aa',
      evidenceHash: 'bb',
      sent: true,
    };
    const all = events({ insight });
    expectFit(all);
    expect(profileOf(all[0] ?? fail())).toBe('PrivacyDisclosure.Source');
    expect(all[0]?.agent[1]?.who.identifier).toEqual({ system: 'urn:phield:model', value: 'a-model' });
    expect(events({ insight: { ...insight, sent: false } }).map(profileOf)).not.toContain(
      'PrivacyDisclosure.Source',
    );
  });
});

function fail(): never {
  throw new Error('no event');
}
