import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInputs } from '../../src/import/find-inputs.ts';
import { NO_SAMPLES, SAMPLE_ARCHIVES } from '../resolvers/unpack-sample.ts';
import { createMemoryWriter, type MemoryWriter } from '../support/memory-writer.ts';
import { inputOf, zipped } from './inputs.ts';
import { held, importFiles } from './run.ts';
import { type UnpackedSample, unpackSample } from './unpacked-sample.ts';

if (NO_SAMPLES !== null) process.stdout.write(`skipped: imports of real samples, ${NO_SAMPLES}\n`);

const NOT_STORED: readonly unknown[] = ['Provenance', 'StructureDefinition', 'SearchParameter', undefined];

describe.skipIf(NO_SAMPLES !== null).each(SAMPLE_ARCHIVES)('%s', (name) => {
  let sample: UnpackedSample;
  let writer: MemoryWriter;
  let report: Awaited<ReturnType<typeof importFiles>>['report'];

  beforeAll(async () => {
    sample = await unpackSample(name);
    const { files } = await findInputs([sample.folder]);
    ({ writer, report } = await importFiles(files));
  });
  afterAll(() => sample.dispose());

  it('counts every resource once, and skips none for an error', () => {
    expect(report.resources).toBe(sample.source.length);
    expect(report.errors).toBe(0);
    expect(report.unreadableFiles).toEqual([]);
    const skipped = sample.source.filter(({ resource }) => NOT_STORED.includes(resource.resourceType));
    expect(report.skipped).toHaveLength(skipped.length);
  });

  it('holds every resource of the source, with its elements', () => {
    for (const { resource } of sample.source) {
      if (NOT_STORED.includes(resource.resourceType)) continue;
      const stored = writer.held.get(`${resource.resourceType}/${resource.id}`)?.resource;
      expect(Object.keys(stored ?? {})).toEqual(expect.arrayContaining(Object.keys(resource)));
      expect(stored?.identifier).toEqual(resource.identifier);
      expect(stored?.code).toEqual(resource.code);
    }
  });

  it('resolves every reference, and gives every row a patient that is stored', () => {
    expect(report.references.unresolved).toBe(0);
    expect(report.unresolvedCodings).toBe(0);
    for (const { subjectId, resource } of writer.held.values()) {
      if (subjectId !== null) expect(writer.held.has(`Patient/${subjectId}`)).toBe(true);
      expect(JSON.stringify(resource)).not.toMatch(/"reference":"(?!#|[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+")/);
    }
  });

  it('changes nothing when it is run again', async () => {
    const { files } = await findInputs([sample.folder]);
    const before = JSON.stringify(held(writer));
    const again = await importFiles(files, writer);
    expect(again.report.total).toMatchObject({ stored: 0, removed: 0, older: 0 });
    expect(JSON.stringify(held(writer))).toBe(before);
  });

  it('is the same backwards, and gzipped', async () => {
    const { files } = await findInputs([sample.folder]);
    const backwards = await importFiles([...files].reverse());
    expect(JSON.stringify(held(backwards.writer))).toBe(JSON.stringify(held(writer)));
    const packed = await Promise.all(
      files.map(async ({ name: path }) => inputOf(`${path}.gz`, zipped(await readFile(path, 'utf8')))),
    );
    const unpacked = await importFiles(packed, createMemoryWriter());
    expect(JSON.stringify(held(unpacked.writer))).toBe(JSON.stringify(held(writer)));
  });
});

describe.skipIf(NO_SAMPLES !== null)('what the samples say', () => {
  it('each Synthea row belongs to the patient of its own Bundle', async () => {
    const sample = await unpackSample('fhir-synthea-2019-smart');
    try {
      const { writer } = await importFiles((await findInputs([sample.folder])).files);
      const patients = new Map<string, unknown>();
      for (const { file, resource } of sample.source) {
        if (resource.resourceType === 'Patient') patients.set(file, resource.id);
      }
      expect(patients.size).toBe(60);
      for (const { file, resource } of sample.source) {
        const row = writer.held.get(`${resource.resourceType}/${resource.id}`);
        if (row?.subjectId != null) expect(row.subjectId).toBe(patients.get(file));
      }
    } finally {
      await sample.dispose();
    }
  });

  it('a claim shows the codes of exactly the conditions it names', async () => {
    const sample = await unpackSample('fhir-synthea-2019-smart');
    try {
      const { writer } = await importFiles((await findInputs([sample.folder])).files);
      const codeAt = new Map<string, unknown>();
      for (const { resource, fullUrl } of sample.source) {
        if (resource.resourceType === 'Condition' && fullUrl !== null)
          codeAt.set(fullUrl, codesIn(resource.code));
      }
      const claims = sample.source.filter(({ resource }) => resource.resourceType === 'Claim');
      let shown = 0;
      for (const { resource } of claims) {
        const named = JSON.stringify(resource.diagnosis ?? []).matchAll(/"reference":"([^"]+)"/g);
        const expected = [...named].flatMap(([, url]) => codeAt.get(url ?? '') ?? []);
        const stored = writer.held.get(`Claim/${resource.id}`)?.resource;
        expect(codesIn(stored?.diagnosis)).toEqual(expected);
        shown += expected.length;
      }
      expect(shown).toBeGreaterThan(300);
    } finally {
      await sample.dispose();
    }
  });
});

function codesIn(value: unknown): readonly string[] {
  return [...(JSON.stringify(value) ?? '').matchAll(/"code":"([^"]+)"/g)].flatMap(([, code]) => code ?? []);
}
