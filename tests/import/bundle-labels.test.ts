import { describe, expect, it } from 'vitest';
import type { MemoryWriter } from '../support/memory-writer.ts';
import { bundle, by, inputOf, ndjson } from './inputs.ts';
import { importFiles } from './run.ts';

const outer = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' }] },
};
const subject = by('Patient/p');
const condition = { resourceType: 'Condition', id: 'c', subject, code: { coding: [{ code: 'B20' }] } };
const claim = {
  resourceType: 'Claim',
  id: 'bill',
  patient: subject,
  diagnosis: [{ diagnosisReference: by('Condition/c') }],
};
const claims = inputOf('claims.ndjson', ndjson(claim));
const document = (text: string | Buffer) => inputOf('bundle.json', text);
const labels = (writer: MemoryWriter, reference: string) => writer.held.get(reference)?.labels;

describe('the label of a Bundle reaches what quotes its entries', () => {
  it.each([
    ['without fullUrl', { resource: condition }],
    ['named by their request', { resource: condition, request: { method: 'PUT', url: 'Condition/c' } }],
    ['of which others have a fullUrl', { fullUrl: 'urn:uuid:1', resource: condition }],
  ])('%s', async (_, entry) => {
    const file = document(JSON.stringify({ ...bundle(entry), ...outer }));
    for (const files of [
      [file, claims],
      [claims, file],
    ]) {
      const { writer } = await importFiles(files);
      expect(labels(writer, 'Condition/c')).toEqual(['HIV']);
      expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
    }
  });

  it('where they were stored before it', async () => {
    const { writer } = await importFiles([inputOf('rows.ndjson', ndjson(condition, claim))]);
    const { report } = await importFiles(
      [document(JSON.stringify({ ...bundle({ resource: condition }), ...outer }))],
      writer,
    );
    expect(report.relabelled).toBe(1);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });
});

describe('a Bundle whose label cannot be read', () => {
  const whole = JSON.stringify({ resourceType: 'Bundle', ...outer, entry: [{ resource: condition }] });
  const open = whole.slice(0, -1);
  const after = { resourceType: 'Condition', id: 'after', subject };

  it.each([
    ['is no JSON', `${open},}`],
    ['is no UTF-8', Buffer.concat([Buffer.from(`${open},"x":"`), Buffer.from([0xff]), Buffer.from('"}')])],
    ['is nested too deep', `${open},"x":${'['.repeat(200)}${']'.repeat(200)}}`],
    ['is cut after its entries', `${open},"type":"coll`],
    ['is cut between its entries', whole.slice(0, -2)],
    ['is cut within an entry', `${whole.slice(0, -2)},{"resource":{"resource`],
  ])('since it %s leaves its entries, and what quotes them, to nobody', async (_, text) => {
    const { writer, report } = await importFiles([document(text), claims]);
    expect(report.errors).toBeGreaterThan(0);
    expect(labels(writer, 'Condition/c')).toEqual(['UNKNOWN']);
    expect(labels(writer, 'Claim/bill')).toEqual(['UNKNOWN']);
  });

  it('does so when the device fails before its end', async () => {
    const failing = {
      ...document(open),
      async *read() {
        yield Buffer.from(open);
        throw new Error('the device is gone');
      },
    };
    const { writer, report } = await importFiles([failing, claims]);
    expect(report.unreadableFiles).toHaveLength(1);
    expect(labels(writer, 'Condition/c')).toEqual(['UNKNOWN']);
    expect(labels(writer, 'Claim/bill')).toEqual(['UNKNOWN']);
  });

  it('takes nothing from what stands beside it', async () => {
    const { writer } = await importFiles([document(`${open},}\n${JSON.stringify(after)}`)]);
    expect(labels(writer, 'Condition/c')).toEqual(['UNKNOWN']);
    expect(labels(writer, 'Condition/after')).toEqual([]);
    const { writer: other } = await importFiles([document(`[${JSON.stringify(after)},{"resource`)]);
    expect(labels(other, 'Condition/after')).toEqual([]);
  });

  it('is mended by importing it whole', async () => {
    const { writer } = await importFiles([document(`${open},`), claims]);
    await importFiles([document(whole), claims], writer);
    expect(labels(writer, 'Condition/c')).toEqual(['HIV']);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });

  it('holds by what it says, though it calls itself something else', async () => {
    const text = JSON.stringify({ resourceType: 'bundle', ...outer, entry: [{ resource: condition }] });
    const { writer } = await importFiles([document(text), claims]);
    expect(labels(writer, 'Condition/c')).toEqual(['HIV']);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });
});
