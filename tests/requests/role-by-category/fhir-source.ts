import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A FHIR object as a file states it. */
export type Json = Readonly<Record<string, unknown>>;

/** One patient and what the files say about that patient. */
export interface Person {
  readonly id: string;
  readonly patient: Json;
  rows(type: string): readonly Json[];
}

/**
 * The files' own word, read apart from everything under test: no store, no import, no resolver has touched it.
 */
export interface Source {
  readonly persons: readonly Person[];
  /** Logical ids of every resource about a patient. */
  readonly ids: ReadonlySet<string>;
  /** `Type/id` behind a FHIR Reference, or `null`. */
  resolve(reference: unknown): string | null;
  find(reference: string | null): Json | null;
}

/** Reads all Bundles and NDJSON files of the folders. */
export async function readSource(folders: readonly string[]): Promise<Source> {
  const byReference = new Map<string, Json>();
  const aliases = new Map<string, string>();
  for (const folder of folders) {
    for (const name of (await readdir(folder)).sort()) {
      const text = await readFile(join(folder, name), 'utf8');
      const entries = name.endsWith('.ndjson') ? lines(text) : objects(objectOf(JSON.parse(text)).entry);
      for (const entry of entries) learn(entry);
    }
  }

  function learn(entry: Json): void {
    const resource = objectOf(entry.resource ?? entry);
    const { resourceType, id } = resource;
    if (typeof resourceType !== 'string' || typeof id !== 'string') return;
    const reference = `${resourceType}/${id}`;
    byReference.set(reference, resource);
    aliases.set(reference, reference);
    if (typeof entry.fullUrl === 'string') aliases.set(entry.fullUrl, reference);
    for (const { system, value } of objects(resource.identifier)) {
      aliases.set(`${resourceType}?identifier=${String(system)}|${String(value)}`, reference);
    }
  }

  const resolve = (reference: unknown): string | null => {
    const stated = objectOf(reference).reference;
    return typeof stated === 'string' ? (aliases.get(stated) ?? stated) : null;
  };
  return { ...aboutPatients(byReference, resolve), resolve, find: (at) => byReference.get(at ?? '') ?? null };
}

function aboutPatients(byReference: ReadonlyMap<string, Json>, resolve: Source['resolve']) {
  const rowsOf = new Map<string, Json[]>();
  const ids = new Set<string>();
  for (const resource of byReference.values()) {
    const about =
      resource.resourceType === 'Patient' ? `Patient/${String(resource.id)}` : resolve(subjectOf(resource));
    if (about === null || !about.startsWith('Patient/')) continue;
    ids.add(String(resource.id));
    const key = `${about} ${String(resource.resourceType)}`;
    rowsOf.set(key, [...(rowsOf.get(key) ?? []), resource]);
  }
  const patients = [...byReference.values()].filter(({ resourceType }) => resourceType === 'Patient');
  const persons = patients.map((patient): Person => {
    const id = String(patient.id);
    return { id, patient, rows: (type) => rowsOf.get(`Patient/${id} ${type}`) ?? [] };
  });
  return { persons, ids };
}

/** Where each type says whose it is. */
function subjectOf(resource: Json): unknown {
  const { subject, patient, beneficiary, participant } = resource;
  if (resource.resourceType === 'Appointment') {
    return objects(participant)
      .map(({ actor }) => actor)
      .find((actor) => String(objectOf(actor).reference).startsWith('Patient/'));
  }
  return subject ?? patient ?? beneficiary;
}

export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lines(text: string): readonly Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => objectOf(JSON.parse(line)));
}
