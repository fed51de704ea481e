import { describe, expect, it } from 'vitest';
import { SUBJECT_ELEMENT } from '../../src/fhir/resource-types.ts';
import type { MemoryWriter } from '../support/memory-writer.ts';
import { by, inputOf, ndjson } from './inputs.ts';
import { importFiles } from './run.ts';

type Resource = Readonly<Record<string, unknown>>;

const subject = by('Patient/p');
const named = { subject, patient: subject, participant: [{ actor: subject }], individual: subject };
const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' }];
const row = (resourceType: string, id: string, rest: Resource = {}) => ({
  resourceType,
  id,
  ...named,
  beneficiary: subject,
  ...rest,
});
const labelled = ({ meta, ...rest }: Resource & { readonly meta?: Resource }) => ({
  ...rest,
  meta: { ...meta, security },
});
const rows = (...resources: readonly Resource[]) => inputOf('rows.ndjson', ndjson(...resources));
const labels = (writer: MemoryWriter, reference: string) => writer.held.get(reference)?.labels;

/** What `quoting` bears once `quoted` has its label: given with it, after it, and before it. */
async function inEveryOrder(quoting: Resource, quoted: Resource): Promise<readonly unknown[]> {
  const name = `${quoting.resourceType}/${quoting.id}`;
  const together = await importFiles([rows(quoting, labelled(quoted))]);
  const after = await importFiles([rows(labelled(quoted))]);
  await importFiles([rows(quoting)], after.writer);
  const before = await importFiles([rows(quoted, quoting)]);
  await importFiles([rows(labelled(quoted))], before.writer);
  return [together, after, before].map(({ writer }) => labels(writer, name));
}

describe('a label reaches what quotes its row, whichever was imported first', () => {
  const to = (reference: string) => [by(reference)];
  const medication = {
    resourceType: 'Medication',
    id: 'm',
    code: { coding: [{ system: 's', code: 'ART' }] },
  };

  it.each([
    ['a source that was answered', row('Observation', 'q', { derivedFrom: to('QuestionnaireResponse/x') })],
    ['a member', row('Observation', 'q', { hasMember: to('MolecularSequence/x') })],
    ['a document as reason', row('Procedure', 'q', { reasonReference: to('DocumentReference/x') })],
    ['the reason of a study', row('ImagingStudy', 'q', { reasonReference: to('Condition/x') })],
    ['an order that a goal addresses', row('Goal', 'q', { addresses: to('ServiceRequest/x') })],
    ['a note in a composition', row('Composition', 'q', { section: [{ entry: to('Flag/x') }] })],
    [
      'the medication of a request',
      row('MedicationRequest', 'q', { medicationReference: by('Medication/x') }),
    ],
    [
      'the medication of a dispense',
      row('MedicationDispense', 'q', { medicationReference: by('Medication/x') }),
    ],
    [
      'a practitioner in a composition',
      row('Composition', 'q', { section: [{ entry: to('Practitioner/x') }] }),
    ],
  ])('%s', async (_, quoting) => {
    const type = /"([A-Za-z]+)\/x"/.exec(JSON.stringify(quoting))?.[1] ?? '';
    const quoted = type === 'Medication' ? { ...medication, id: 'x' } : row(type, 'x');
    expect(await inEveryOrder(quoting, quoted)).toEqual([['HIV'], ['HIV'], ['HIV']]);
  });

  it('for every type of row there is', async () => {
    for (const type of Object.keys(SUBJECT_ELEMENT).filter((each) => each !== 'Patient')) {
      const quoting = row(type, 'q', { reasonReference: to('Coverage/x') });
      expect({ [type]: await inEveryOrder(quoting, row('Coverage', 'x')) }).toEqual({
        [type]: [['HIV'], ['HIV'], ['HIV']],
      });
    }
  });

  it('and at every patient who has the medication, of whom the input says nothing', async () => {
    const request = (patient: string) => ({
      resourceType: 'MedicationRequest',
      id: `of-${patient}`,
      subject: by(`Patient/${patient}`),
      medicationReference: by('Medication/m'),
    });
    const patients = Array.from({ length: 20 }, (_, at) => `p${at}`);
    const { writer } = await importFiles([rows(medication, ...patients.map(request), row('Goal', 'g'))]);
    const { report } = await importFiles([rows(labelled(medication))], writer);
    expect(report.relabelled).toBe(patients.length);
    for (const patient of patients) {
      expect(labels(writer, `MedicationRequest/of-${patient}`)).toEqual(['HIV']);
    }
    expect(labels(writer, 'Goal/g')).toEqual([]);
    const { report: again } = await importFiles([rows(labelled(medication))], writer);
    expect(again.relabelled).toBe(0);
  });

  it('though more is quoted than is kept in memory', async () => {
    const many = Array.from({ length: 260_000 }, (_, at) => by(`Flag/x${at}`));
    const { writer } = await importFiles([rows(labelled(row('Flag', 'f1')), labelled(row('Flag', 'f2')))]);
    await importFiles(
      [
        rows(
          row('Observation', 'before', { derivedFrom: to('Flag/f1') }),
          row('Composition', 'c', { section: [{ entry: many }] }),
          row('Observation', 'after', { derivedFrom: to('Flag/f2') }),
        ),
      ],
      writer,
    );
    expect(labels(writer, 'Observation/before')).toEqual(['HIV']);
    expect(labels(writer, 'Observation/after')).toEqual(['HIV']);
  });

  it('though its row came long before, and stands in the store without it', async () => {
    const quoted = row('Observation', 'o');
    const { writer } = await importFiles([rows(quoted)]);
    const others = Array.from({ length: 60_000 }, (_, at) => ({ resourceType: 'Basic', id: `x${at}` }));
    const quoting = row('DiagnosticReport', 'r', { result: to('Observation/o') });
    await importFiles([rows(labelled(quoted), ...others, quoting)], writer);
    expect(labels(writer, 'Observation/o')).toEqual(['HIV']);
    expect(labels(writer, 'DiagnosticReport/r')).toEqual(['HIV']);
  });

  it.each([
    ['a medication', medication, row('MedicationRequest', 'q', { medicationReference: by('Medication/m') })],
    ['a row', row('Flag', 'f'), row('Observation', 'q', { derivedFrom: to('Flag/f') })],
  ])('where %s came again in an older version, without it', async (_, quoted, quoting) => {
    const version = (versionId: string) => ({ ...quoted, meta: { versionId } });
    const { writer } = await importFiles([rows(labelled(version('2')))]);
    await importFiles([rows(version('1'), quoting)], writer);
    expect(labels(writer, `${quoting.resourceType}/q`)).toEqual(['HIV']);
  });
});
