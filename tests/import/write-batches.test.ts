import { describe, expect, it } from 'vitest';
import type { ResourceToWrite } from '../../datasources/health-data.ts';
import { prepareResource } from '../../src/fhir/prepare-resource.ts';
import { writeBatches } from '../../src/import/write-batches.ts';
import { facts } from '../fhir/no-facts.ts';
import { createMemoryWriter } from '../support/memory-writer.ts';

function patient(id: string, version = 0): ResourceToWrite {
  const resource = { resourceType: 'Patient', id, version };
  const prepared = prepareResource({ resource, fullUrl: null, request: null }, facts());
  if (prepared.kind !== 'ready') throw new Error('skipped');
  return prepared.write;
}

describe('writeBatches', () => {
  it('never has one resource twice in a batch or twice under way, and keeps its order', async () => {
    const underWay = new Set<string>();
    const seen: unknown[] = [];
    const writer = createMemoryWriter();
    const watching = {
      ...writer,
      async write(batch: readonly ResourceToWrite[]) {
        for (const { id } of batch) {
          expect(underWay.has(id)).toBe(false);
          underWay.add(id);
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
        for (const { id, resource } of batch) {
          underWay.delete(id);
          if (id === 'twice') seen.push(resource.version);
        }
        return writer.write(batch);
      },
    };
    const batches = writeBatches(watching, () => {}, { size: 7, parallel: 3 });
    for (let index = 0; index < 40; index += 1) {
      const write = index % 4 === 0 ? patient('twice', index) : patient(`p${index}`);
      await batches.add({ write, place: null });
    }
    await batches.end();
    expect(seen).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
    expect(writer.held.get('Patient/twice')?.resource.version).toBe(36);
  });

  it('has several batches under way, but no more than told', async () => {
    let now = 0;
    let most = 0;
    const writer = createMemoryWriter({
      delay: async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
      },
    });
    const batches = writeBatches(writer, () => {}, { size: 2, parallel: 3 });
    for (let index = 0; index < 60; index += 1) {
      await batches.add({ write: patient(`p${index}`), place: null });
    }
    await batches.end();
    expect(most).toBe(3);
  });

  it('flushes at intervals with nothing under way, and at the end', async () => {
    let now = 0;
    const writer = createMemoryWriter();
    const watching = {
      ...writer,
      async write(batch: readonly ResourceToWrite[]) {
        now += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        return writer.write(batch);
      },
      async flush() {
        expect(now).toBe(0);
        await writer.flush();
      },
    };
    const batches = writeBatches(watching, () => {}, { size: 2, parallel: 3, flushEvery: 10 });
    for (let index = 0; index < 40; index += 1) {
      await batches.add({ write: patient(`p${index}`), place: null });
    }
    await batches.end();
    expect(writer.flushes).toBe(5);
  });
});
