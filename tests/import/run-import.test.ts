import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryWriter } from '../support/memory-writer.ts';
import { bundle, entry, inputOf } from './inputs.ts';
import { held, importFiles } from './run.ts';

const by = (reference: string) => ({ reference });
const ndjson = (...resources: readonly Record<string, unknown>[]) =>
  resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
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

describe('every resource is counted once', () => {
  it('as stored, unchanged, older, removed or skipped with its place', async () => {
    const at = (lastUpdated: string, active: boolean) => ({ ...patient, active, meta: { lastUpdated } });
    const text = ndjson(
      at('2024-02-01T00:00:00Z', true),
      at('2024-02-01T00:00:00Z', true),
      at('2024-01-01T00:00:00Z', false),
      { resourceType: 'Observation', id: 'o', status: 'entered-in-error', subject: by('Patient/p') },
      { resourceType: 'Observation', id: 'x', subject: by('Group/g') },
      { resourceType: 'Library', id: 'l' },
    );
    const { report } = await importFiles([inputOf('x.ndjson', `${text}{"broken\n`)]);
    expect(report.total).toEqual({ stored: 1, unchanged: 1, older: 1, removed: 1, skipped: 3 });
    expect(report.resources).toBe(7);
    expect(report.errors).toBe(1);
    expect(report.skipped.map(({ position, type, reason }) => `${position} ${type}: ${reason}`)).toEqual([
      'line 5 Observation: subject is not one patient',
      'line 6 Library: type not supported',
      'line 7 null: not valid JSON',
    ]);
    expect(report.types.Patient).toEqual({ stored: 1, unchanged: 1, older: 1, removed: 0, skipped: 0 });
  });

  it('a second run changes nothing', async () => {
    const file = inputOf(
      'x.ndjson',
      ndjson(patient, { resourceType: 'Condition', id: 'c', subject: by('Patient/p') }),
    );
    const writer = createMemoryWriter();
    await importFiles([file], writer);
    expect((await importFiles([file], writer)).report.total).toMatchObject({ stored: 0, unchanged: 2 });
  });

  it('a deletion removes, a history keeps the newest', async () => {
    const version = (versionId: string, active: boolean) =>
      entry({ ...patient, active, meta: { versionId } }, 'http://x.example/Patient/p');
    const history = bundle(version('3', true), version('2', false), version('1', false));
    const { writer, report } = await importFiles([inputOf('h.json', JSON.stringify(history))]);
    expect(report.total).toMatchObject({ stored: 1, older: 2 });
    expect(writer.held.get('Patient/p')?.resource).toMatchObject({ active: true });
    const deletion = bundle({ request: { method: 'DELETE', url: 'Patient/p' } });
    await importFiles([inputOf('d.json', JSON.stringify(deletion))], writer);
    expect(writer.held.get('Patient/p')?.removed).toBe(true);
  });

  it('whatever the input holds', async () => {
    const resource = fc.record({
      resourceType: fc.constantFrom('Patient', 'Observation', 'Practitioner', 'Provenance'),
      id: fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.jsonValue()),
      subject: fc.constantFrom(by('Patient/a'), by('urn:uuid:none'), null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(resource, fc.constant('cut'))), async (resources) => {
        const text = resources
          .map((each) => (each === 'cut' ? '{"a\n' : `${JSON.stringify(each)}\n`))
          .join('');
        const { report } = await importFiles([inputOf('x.ndjson', text)]);
        expect(report.resources).toBe(resources.length);
        const byType = Object.values(report.types).flatMap((tally) => Object.values(tally));
        expect(byType.reduce((sum, count) => sum + count, 0)).toBe(resources.length);
        expect(report.skipped).toHaveLength(report.total.skipped);
      }),
      { numRuns: 150 },
    );
  });

  it('what the store refuses is skipped, with its place', async () => {
    const writer = createMemoryWriter();
    const refusing = { ...writer, write: async () => ['tooLarge' as const], held: writer.held };
    const { report } = await importFiles([inputOf('x.ndjson', ndjson(patient))], refusing);
    expect(report.skipped).toMatchObject([{ position: 'line 1', type: 'Patient', id: 'p', error: true }]);
    expect(report.total).toMatchObject({ stored: 0, skipped: 1 });
  });
});

describe('when things fail', () => {
  it('an input that cannot be read is named, what was read of it is stored, and the others go on', async () => {
    const broken = {
      ...inputOf('broken.ndjson', ndjson(patient)),
      async *read() {
        yield Buffer.from(ndjson({ ...patient, id: 'before' }));
        throw new Error('the device is gone');
      },
    };
    const { report, writer } = await importFiles([broken, inputOf('x.ndjson', ndjson(patient))]);
    expect(report.unreadableFiles).toEqual(['broken.ndjson']);
    expect([...writer.held.keys()]).toEqual(['Patient/before', 'Patient/p']);
  });

  it('a store that fails ends the import with its error', async () => {
    const writer = createMemoryWriter({ failAfter: 0 });
    await expect(importFiles([inputOf('x.ndjson', ndjson(patient))], writer)).rejects.toThrow(
      'the store is gone',
    );
  });

  it('told to stop, it writes what is under way and its ties, and says so', async () => {
    const controller = new AbortController();
    const writer = createMemoryWriter({ delay: async () => controller.abort() });
    const many = Array.from({ length: 2_000 }, (_, index) => ({ ...patient, id: `p${index}` }));
    const { report } = await importFiles([inputOf('x.ndjson', ndjson(...many))], writer, {
      signal: controller.signal,
    });
    expect(report.interrupted).toBe(true);
    expect(report.total.stored).toBe(writer.held.size);
    expect(writer.held.size).toBeLessThan(2_000);
    expect(writer.flushes).toBe(1);
  });
});
