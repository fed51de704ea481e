import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FhirObject,
  isObject,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
} from '../src/fhir/fhir-json.ts';
import { MissingSample } from './missing-sample.ts';

/** A patient with the people of the same record, and every text of the patient's rows. */
export interface PatientRecord {
  readonly patient: FhirObject;
  readonly people: readonly FhirObject[];
  /** Narrative notes, decoded. */
  readonly notes: readonly string[];
  /** Displays, texts and values of rows, one text for each row. */
  readonly rows: readonly string[];
}

const PEOPLE = new Set(['Practitioner', 'RelatedPerson']);

/**
 * Records of a folder of Bundles, each a record, or of NDJSON files, split by patient.
 * @throws MissingSample
 */
export async function readPatientRecords(samples: string, name: string): Promise<readonly PatientRecord[]> {
  const folder = join(samples, name);
  if (!existsSync(folder)) throw new MissingSample(name);
  const files = (await readdir(folder)).filter((file) => /\.(?:nd)?json$/.test(file)).sort();
  const lines: FhirObject[] = [];
  const records: PatientRecord[] = [];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    if (file.endsWith('.ndjson')) for (const line of text.split('\n')) lines.push(...parsed(line));
    else
      records.push(
        ...recordsOf(
          parsed(text)
            .flatMap(({ entry }) => objectsOf(entry))
            .map(resourceOf),
        ),
      );
  }
  return [...records, ...recordsOf(lines)];
}

function parsed(json: string): readonly FhirObject[] {
  if (json.trim() === '') return [];
  const value: unknown = JSON.parse(json);
  return isObject(value) ? [value] : [];
}

function resourceOf(entry: FhirObject): FhirObject {
  return objectOf(entry.resource) ?? {};
}

function recordsOf(resources: readonly FhirObject[]): readonly PatientRecord[] {
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
  const people = resources.filter(({ resourceType }) => PEOPLE.has(String(resourceType)));
  return patients.map((patient) => {
    const own = resources.filter(
      (resource) => patients.length === 1 || isOf(resource, textOf(patient.id) ?? ''),
    );
    const rows = own.filter(
      ({ resourceType }) => resourceType !== 'Patient' && !PEOPLE.has(String(resourceType)),
    );
    return {
      patient,
      people,
      notes: rows.flatMap(notesOf),
      rows: rows.map((row) => textsIn(row, 6).join('; ')),
    };
  });
}

function isOf({ subject, patient }: FhirObject, id: string): boolean {
  return [subject, patient].some((one) => referenceOf(one)?.endsWith(`/${id}`) === true);
}

/** Attachments of DocumentReference and DiagnosticReport. */
function notesOf({ content, presentedForm }: FhirObject): readonly string[] {
  const attachments = [
    ...objectsOf(content).map(({ attachment }) => objectOf(attachment)),
    ...objectsOf(presentedForm),
  ];
  return attachments.flatMap((attachment) => {
    const data = textOf(attachment?.data);
    return data === null ? [] : [Buffer.from(data, 'base64').toString('utf8')];
  });
}

function textsIn(value: unknown, depth: number): readonly string[] {
  if (depth === 0) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item, depth - 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && /^(?:display|text|valueString|description|title)$/.test(key)
      ? [inner]
      : textsIn(inner, depth - 1),
  );
}
