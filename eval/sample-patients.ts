import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected } from '../src/insight/collected.ts';
import { isJson, type Json } from '../src/is-json.ts';
import { MissingSample } from './missing-sample.ts';
import { renderResource } from './render-resource.ts';

/** The record of one patient of a sample, rendered as evidence, newest first within each kind. */
export interface SamplePatient {
  readonly corpus: string;
  readonly records: readonly Collected[];
}

const CORPORA = Object.freeze({
  Synthea: 'synthea-2019-smart',
  'US Core': 'inferno-uscore',
  bulk: 'bulk-10-patients',
});

/** @throws MissingSample */
export async function samplePatients(samples: string): Promise<readonly SamplePatient[]> {
  const patients: SamplePatient[] = [];
  for (const [corpus, folder] of Object.entries(CORPORA)) {
    const byPatient = new Map<string, Collected[]>();
    for (const { key, resource } of await readResources(join(samples, folder), folder)) {
      const collected = renderResource(resource);
      if (collected !== null) byPatient.set(key, [...(byPatient.get(key) ?? []), collected]);
    }
    for (const records of byPatient.values()) patients.push({ corpus, records: newestFirst(records) });
  }
  return patients;
}

/** Resources with what tells their patient: the file of a Bundle, the subject of a line. */
async function readResources(
  folder: string,
  name: string,
): Promise<readonly { readonly key: string; readonly resource: Json }[]> {
  const files = await readdir(folder).catch(() => {
    throw new MissingSample(name);
  });
  const found: { key: string; resource: Json }[] = [];
  for (const file of files.sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    if (file.endsWith('.ndjson')) {
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        const resource: unknown = JSON.parse(line);
        if (isJson(resource)) found.push({ key: subjectOf(resource), resource });
      }
    } else if (file.endsWith('.json')) {
      const bundle: unknown = JSON.parse(text);
      const entries = isJson(bundle) && Array.isArray(bundle.entry) ? bundle.entry : [];
      for (const entry of entries) {
        if (isJson(entry) && isJson(entry.resource)) found.push({ key: file, resource: entry.resource });
      }
    }
  }
  return found.filter(({ key }) => key !== '');
}

function subjectOf({ subject, patient }: Json): string {
  const reference = isJson(subject) ? subject.reference : isJson(patient) ? patient.reference : '';
  return typeof reference === 'string' ? reference : '';
}

function newestFirst(records: readonly Collected[]): readonly Collected[] {
  return [...records].sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1));
}
