import { describe, expect, it } from 'vitest';
import { createMemoryWriter, type MemoryWriter } from '../support/memory-writer.ts';
import { bundle, inputOf } from './inputs.ts';
import { importFiles } from './run.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const act = (...codes: readonly string[]) => ({
  meta: { security: codes.map((code) => ({ system: ACT_CODE, code })) },
});
const to = (reference: string) => ({ reference });
const subject = to('Patient/p');

const condition = (rest: Record<string, unknown> = {}) => ({
  resourceType: 'Condition',
  id: 'c',
  subject,
  code: { coding: [{ system: 'http://snomed.info/sct', code: '1' }] },
  ...rest,
});
const claim = (id = 'bill', target = 'Condition/c') => ({
  resourceType: 'Claim',
  id,
  patient: subject,
  diagnosis: [{ diagnosisReference: to(target) }],
});
const observation = (rest: Record<string, unknown> = {}) => ({
  resourceType: 'Observation',
  id: 'o',
  subject,
  ...rest,
});
const report = { resourceType: 'DiagnosticReport', id: 'r', subject, result: [to('Observation/o')] };

const lines = (...resources: readonly unknown[]) =>
  inputOf('rows.ndjson', resources.map((resource) => JSON.stringify(resource)).join('\n'));
const labels = (writer: MemoryWriter, reference: string) => writer.held.get(reference)?.labels;

describe('labels of a Bundle', () => {
  const outer = { security: [{ system: CONFIDENTIALITY, code: 'R' }] };

  it.each([
    ['before its entries', { resourceType: 'Bundle', meta: outer, entry: [{ resource: observation() }] }],
    ['after its entries', { ...bundle({ resource: observation() }), meta: outer }],
  ])('hold for its entries, %s', async (_, document) => {
    for (const file of [inputOf('a.json', JSON.stringify(document)), lines(document)]) {
      const { writer } = await importFiles([file]);
      expect(labels(writer, 'Observation/o')).toEqual(['R']);
    }
  });

  it('hold for those of a document too large to be held, and for no other document', async () => {
    const padding = 'x'.repeat(9 * 1024 * 1024);
    const large = { ...bundle({ resource: observation({ note: [{ text: padding }] }) }), meta: outer };
    const plain = bundle({ resource: observation({ id: 'free' }) });
    const { writer } = await importFiles([
      inputOf('a.json', `${JSON.stringify(large)}\n${JSON.stringify(plain)}`),
    ]);
    expect(labels(writer, 'Observation/o')).toEqual(['R']);
    expect(labels(writer, 'Observation/free')).toEqual([]);
  });

  it('reach what quotes its entries from another document', async () => {
    const document = {
      ...bundle({ fullUrl: 'https://ehr.example/fhir/Observation/o', resource: observation() }),
      meta: outer,
    };
    const { writer } = await importFiles([lines(report), inputOf('b.json', JSON.stringify(document))]);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual(['R']);
  });

  it('that are no list are one nobody knows', async () => {
    const document = { ...bundle({ resource: observation() }), meta: { security: 'R' } };
    const { writer } = await importFiles([inputOf('a.json', JSON.stringify(document))]);
    expect(labels(writer, 'Observation/o')).toEqual(['UNKNOWN']);
  });
});

describe('labels of what a row quotes', () => {
  it.each([
    ['before', [condition(act('HIV')), claim()]],
    ['after', [claim(), condition(act('HIV'))]],
  ])('reach it within one input, %s it', async (_, rows) => {
    const { writer } = await importFiles([lines(...rows)]);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });

  it('reach it where an earlier import stored them', async () => {
    const { writer } = await importFiles([lines(observation(act('STD')), condition(act('HIV')))]);
    await importFiles([lines(report, claim())], writer);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual(['STD']);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });

  it('reach a row stored before them, and no other', async () => {
    const { writer } = await importFiles([lines(condition(), claim(), claim('other', 'Condition/d'))]);
    expect(labels(writer, 'Claim/bill')).toEqual([]);
    const { report: told } = await importFiles([lines(condition(act('HIV', 'PSY')))], writer);
    expect(told.relabelled).toBe(1);
    expect(told.resources).toBe(1);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV', 'PSY']);
    expect(labels(writer, 'Claim/other')).toEqual([]);
    expect(JSON.stringify(writer.held.get('Claim/bill')?.resource)).toContain('"code":"1"');
  });

  it('are the same whichever came first, so that importing again changes nothing', async () => {
    const { writer } = await importFiles([lines(condition(), claim())]);
    await importFiles([lines(condition(act('HIV')))], writer);
    const { report: again } = await importFiles([lines(claim()), lines(condition(act('HIV')))], writer);
    expect(again.total).toMatchObject({ stored: 0, unchanged: 2 });
    expect(again.relabelled).toBe(0);
  });

  it('are given by the same import run again, where it was stopped in between', async () => {
    const writer = createMemoryWriter();
    await importFiles([lines(condition(), claim())], writer);
    const input = lines(condition(act('HIV')));
    // As a stop between writing the condition and looking for claims leaves it.
    const stored = writer.held.get('Condition/c');
    if (stored === undefined) throw new Error('expected the condition');
    const { writer: other } = await importFiles([input]);
    await writer.write([...other.held.values()]);
    expect(labels(writer, 'Claim/bill')).toEqual([]);
    const { report: again } = await importFiles([input], writer);
    expect(again).toMatchObject({ total: { unchanged: 1 }, relabelled: 1 });
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV']);
  });

  it('keep those it has, though nobody knows any more where they came from', async () => {
    const two = { ...claim(), procedure: [{ procedureReference: to('Procedure/x') }] };
    const procedure = { resourceType: 'Procedure', id: 'x', subject, status: 'completed', ...act('SDV') };
    const { writer } = await importFiles([lines(two, procedure, condition())]);
    await importFiles([lines({ ...procedure, status: 'entered-in-error', meta: {} })], writer);
    await importFiles([lines(condition(act('HIV')))], writer);
    expect(labels(writer, 'Claim/bill')).toEqual(['HIV', 'SDV']);
  });

  it('leave the ties and date of the row as they were', async () => {
    const encounter = {
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      subject,
      period: { start: '2024-01-01' },
      participant: [{ individual: to('Practitioner/d') }],
      location: [{ location: to('Location/bed') }],
      diagnosis: [{ condition: to('Condition/c') }],
    };
    const physicalType = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code: 'bd' }],
    };
    const bed = { resourceType: 'Location', id: 'bed', physicalType, partOf: to('Location/ward') };
    const { writer } = await importFiles([lines(encounter, bed, condition())]);
    const before = writer.held.get('Encounter/e');
    expect(before?.ties.map(({ anchor }) => anchor)).toContain('Location/ward');
    await importFiles([lines(condition(act('SEX')))], writer);
    expect(writer.held.get('Encounter/e')).toEqual({ ...before, labels: ['SEX'] });
  });

  it('are lifted from the row itself by its next version, from others when those come again', async () => {
    const version = (versionId: string, ...codes: readonly string[]) =>
      observation({ meta: { versionId, ...act(...codes).meta } });
    const { writer } = await importFiles([lines(version('1', 'TBOO'), report)]);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual(['TBOO']);
    await importFiles([lines(version('2'))], writer);
    expect(labels(writer, 'Observation/o')).toEqual([]);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual(['TBOO']);
    await importFiles([lines(report)], writer);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual([]);
  });

  describe('are those of the version that is stored', () => {
    const version = (versionId: string, lastUpdated: string, ...codes: readonly string[]) =>
      observation({ meta: { versionId, lastUpdated, ...act(...codes).meta } });
    const third = version('3', '2026-01-01T00:00:00Z', 'HIV');
    const second = version('2', '2026-02-01T00:00:00Z');

    it.each([
      ['in order', [second, third, report]],
      ['in reverse', [third, second, report]],
    ])('where number and date disagree, %s', async (_, rows) => {
      const { writer } = await importFiles([lines(...rows)]);
      expect(labels(writer, 'Observation/o')).toEqual(['HIV']);
      expect(labels(writer, 'DiagnosticReport/r')).toEqual(['HIV']);
    });

    it('though an older one comes again', async () => {
      const { writer } = await importFiles([lines(third)]);
      await importFiles([lines(second, report)], writer);
      expect(labels(writer, 'Observation/o')).toEqual(['HIV']);
      expect(labels(writer, 'DiagnosticReport/r')).toEqual(['HIV']);
    });
  });
});
