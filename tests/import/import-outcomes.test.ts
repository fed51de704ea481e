import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryWriter } from '../support/memory-writer.ts';
import { bundle, by, entry, inputOf, ndjson } from './inputs.ts';
import { importFiles } from './run.ts';

const patient = { resourceType: 'Patient', id: 'p' };

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
