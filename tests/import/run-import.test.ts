import { describe, expect, it } from 'vitest';
import { createMemoryWriter } from '../support/memory-writer.ts';
import { bundle, by, entry, inputOf, ndjson } from './inputs.ts';
import { held, importFiles } from './run.ts';

const patient = { resourceType: 'Patient', id: 'p' };

describe('references', () => {
  it('by fullUrl, where ids differ from it', async () => {
    const text = JSON.stringify(
      bundle(
        entry({ resourceType: 'Observation', id: 'o', subject: by('urn:uuid:1') }, 'urn:uuid:2'),
        entry({ resourceType: 'Patient', id: '355' }, 'urn:uuid:1'),
      ),
    );
    const { report, writer } = await importFiles([inputOf('b.json', text)]);
    expect(writer.held.get('Observation/o')?.subjectId).toBe('355');
    expect(report.references).toMatchObject({ resolved: 1, unresolved: 0 });
  });

  it('a fullUrl counts within its own Bundle only', async () => {
    const one = bundle(entry(patient, 'urn:uuid:1'));
    const other = bundle(entry({ resourceType: 'Observation', id: 'o', subject: by('urn:uuid:1') }));
    const files = [inputOf('1.json', JSON.stringify(one)), inputOf('2.json', JSON.stringify(other))];
    const { report } = await importFiles(files);
    expect(report.skipped).toMatchObject([
      { file: '2.json', position: 'entry 1', type: 'Observation', id: 'o', error: true },
    ]);
    const together = `${JSON.stringify(one)}\n${JSON.stringify(other)}`;
    expect((await importFiles([inputOf('3.json', together)])).report.total.skipped).toBe(1);
  });

  it('in a Bundle too large to hold, which is written while it is read', async () => {
    const filler = 'x'.repeat(30_000);
    const entries = Array.from({ length: 500 }, (_, index) =>
      entry({ resourceType: 'Observation', id: `o${index}`, subject: by('urn:uuid:1'), filler }),
    );
    const file = inputOf('b.json', JSON.stringify(bundle(...entries, entry(patient, 'urn:uuid:1'))));
    let left = 0;
    const watched = {
      ...file,
      async *read() {
        left = file.size;
        for await (const chunk of file.read()) {
          left -= chunk.length;
          yield chunk;
        }
      },
    };
    const leftAtWrites: number[] = [];
    const writer = createMemoryWriter({ delay: async () => void leftAtWrites.push(left) });
    await importFiles([watched], writer);
    expect(writer.held.get('Observation/o1')?.subjectId).toBe('p');
    expect(leftAtWrites[0]).toBeGreaterThan(file.size / 4);
  });

  it('relative ones follow the base of their Bundle', async () => {
    const text = JSON.stringify(
      bundle(
        entry({ resourceType: 'Patient', id: 'own' }, 'http://x.example/fhir/Patient/1'),
        entry(
          { resourceType: 'Observation', id: 'o', subject: by('Patient/1') },
          'http://x.example/fhir/Observation/o',
        ),
      ),
    );
    const { writer } = await importFiles([inputOf('b.json', text)]);
    expect(writer.held.get('Observation/o')?.subjectId).toBe('own');
  });

  it('conditional and by identifier, whatever the order of files', async () => {
    const identifier = [{ system: 'urn:npi', value: '1' }];
    const files = [
      inputOf(
        '1.ndjson',
        ndjson({
          resourceType: 'Encounter',
          id: 'e',
          status: 'in-progress',
          subject: by('Patient/p'),
          participant: [{ individual: by('Practitioner?identifier=urn:npi|1') }],
        }),
      ),
      inputOf(
        '2.ndjson',
        ndjson({
          resourceType: 'PractitionerRole',
          id: 'r',
          practitioner: { identifier: identifier[0], display: 'Dr.' },
          organization: by('Organization/team'),
        }),
      ),
      inputOf('3.ndjson', ndjson({ resourceType: 'Practitioner', id: 'd', identifier }, patient)),
      inputOf(
        '4.ndjson',
        ndjson({
          resourceType: 'Organization',
          id: 'team',
          type: [
            { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'team' }] },
          ],
        }),
      ),
    ];
    const { writer, report } = await importFiles(files);
    expect(report.references.unresolved).toBe(0);
    expect(writer.held.get('Encounter/e')?.ties).toMatchObject([{ anchor: 'Practitioner/d' }]);
    expect(writer.held.get('PractitionerRole/r')?.memberships.map(({ anchor }) => anchor)).toEqual([
      'PractitionerRole/r',
      'Organization/team',
    ]);
    for (const order of [
      [3, 2, 1, 0],
      [1, 3, 0, 2],
    ]) {
      const shuffled = order.flatMap((at) => files[at] ?? []);
      expect(held((await importFiles(shuffled)).writer)).toEqual(held(writer));
    }
  });

  it('an identifier two resources claim resolves to neither', async () => {
    const twin = (id: string) => ({
      resourceType: 'Practitioner',
      id,
      identifier: [{ system: 's', value: '1' }],
    });
    const role = {
      resourceType: 'PractitionerRole',
      id: 'r',
      practitioner: by('Practitioner?identifier=s|1'),
    };
    const { report } = await importFiles([inputOf('x.ndjson', ndjson(twin('a'), twin('b'), role))]);
    expect(report.references.unresolved).toBe(1);
  });
});

describe('codes of a claim', () => {
  const claim = {
    resourceType: 'Claim',
    id: 'c',
    patient: by('Patient/p'),
    diagnosis: [{ diagnosisReference: by('Condition/d') }],
  };
  const condition = (code: string, lastUpdated: string) => ({
    resourceType: 'Condition',
    id: 'd',
    meta: { lastUpdated },
    subject: by('Patient/p'),
    code: { coding: [{ code }] },
  });

  it('are those of the newest version of the condition, met before or after', async () => {
    const newest = condition('new', '2024-01-01T00:00:00Z');
    const older = condition('old', '2023-01-01T00:00:00Z');
    for (const order of [
      [claim, newest, older],
      [older, newest, claim],
    ]) {
      const { writer, report } = await importFiles([inputOf('x.ndjson', ndjson(patient, ...order))]);
      expect(JSON.stringify(writer.held.get('Claim/c')?.resource)).toContain('"code":"new"');
      expect(report.unresolvedCodings).toBe(0);
    }
    expect((await importFiles([inputOf('x.ndjson', ndjson(claim))])).report.unresolvedCodings).toBe(1);
  });
});

describe('what an earlier import brought', () => {
  const team = {
    resourceType: 'Organization',
    id: 'team',
    type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'team' }] }],
  };
  const place = (id: string, code: string, partOf?: string) => ({
    resourceType: 'Location',
    id,
    physicalType: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }],
    },
    ...(partOf !== undefined && { partOf: by(partOf) }),
  });
  const earlier = [
    patient,
    { resourceType: 'Condition', id: 'd', subject: by('Patient/p'), code: { coding: [{ code: 'X' }] } },
    team,
    place('ward', 'wa'),
    place('room', 'ro', 'Location/ward'),
    place('bed', 'bd', 'Location/room'),
  ];
  const later = [
    {
      resourceType: 'Claim',
      id: 'c',
      patient: by('Patient/p'),
      diagnosis: [{ diagnosisReference: by('Condition/d') }],
    },
    {
      resourceType: 'PractitionerRole',
      id: 'r',
      practitioner: by('Practitioner/x'),
      organization: by('Organization/team'),
    },
    {
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      subject: by('Patient/p'),
      location: [{ location: by('Location/bed') }],
    },
  ];

  it('counts as if it came with the input', async () => {
    const together = await importFiles([inputOf('all.ndjson', ndjson(...later, ...earlier))]);
    const writer = createMemoryWriter();
    await importFiles([inputOf('1.ndjson', ndjson(...earlier))], writer);
    const { report } = await importFiles([inputOf('2.ndjson', ndjson(...later))], writer);
    expect(report.unresolvedCodings).toBe(0);
    expect(held(writer)).toEqual(held(together.writer));
    expect(writer.held.get('Encounter/e')?.ties).toHaveLength(3);
    expect(writer.held.get('PractitionerRole/r')?.memberships).toHaveLength(2);
  });
});
