import type { HealthDataWriter, ResourceToWrite } from '../../datasources/health-data.ts';
import { type FhirObject, textOf, textsOf } from '../fhir/fhir-json.ts';
import { prepareResource } from '../fhir/prepare-resource.ts';
import { quotedReferences, quotingTypes } from '../fhir/quoted-references.ts';
import { entryOf } from './bundle-entries.ts';
import { DocumentUrls, documentFacts } from './document-facts.ts';
import type { KnownResources } from './known-resources.ts';
import { type FindStored, learnStored } from './learn-stored.ts';

/** Rows of one patient that earlier imports stored, of these types, labelled ones included. */
export type FindRows = (subjectId: string, types: readonly string[]) => Promise<readonly FhirObject[]>;

export interface RelabelContext {
  readonly known: KnownResources;
  readonly find: FindStored;
  readonly findRows: FindRows;
  readonly writer: HealthDataWriter;
  readonly bases: readonly string[];
  readonly signal: AbortSignal;
}

/** Patients looked at at once. */
const BATCH = 8;

/** Whose stored rows may quote a row that has labels now: by patient, the types to look through. */
export class LabelledPatients {
  readonly #types = new Map<string, Set<string>>();

  note({
    resourceType,
    subjectId,
    labels,
    removed,
  }: Pick<ResourceToWrite, 'resourceType' | 'subjectId' | 'labels' | 'removed'>): void {
    if (subjectId === null || removed || labels.length === 0) return;
    const quoting = quotingTypes(resourceType);
    if (quoting.length === 0) return;
    const types = this.#types.get(subjectId) ?? new Set();
    for (const type of quoting) types.add(type);
    this.#types.set(subjectId, types);
  }

  get all(): readonly (readonly [subjectId: string, types: readonly string[]])[] {
    return [...this.#types].map(([subjectId, types]) => [subjectId, [...types]]);
  }
}

/**
 * Gives rows stored earlier the labels of what they quote, where this import brought those labels: a claim that was
 * imported before its condition was labelled MUST NOT show that condition's code to somebody who may not see it. Only
 * ever adds labels; one that was lifted leaves a quoting row when that row is imported again. What a killed import
 * left undone, the same import does when run again.
 *
 * @returns how many rows were labelled anew.
 */
export async function relabelQuoting(patients: LabelledPatients, context: RelabelContext): Promise<number> {
  const { all } = patients;
  let relabelled = 0;
  for (let at = 0; at < all.length && !context.signal.aborted; at += BATCH) {
    const found = await Promise.all(
      all.slice(at, at + BATCH).map(([subjectId, types]) => context.findRows(subjectId, types)),
    );
    const rows = found.flat().filter((row) => missingLabels(row, context.known).length > 0);
    if (rows.length === 0) continue;
    for (const row of rows) context.known.learnNeeds(row);
    await learnStored(context.known, context.find);
    const writes = rows.flatMap((row) => labelledAnew(row, context) ?? []);
    const outcomes = await context.writer.write(writes);
    relabelled += outcomes.filter((outcome) => outcome === 'stored').length;
  }
  if (relabelled > 0) await context.writer.flush();
  return relabelled;
}

function missingLabels(row: FhirObject, known: KnownResources): readonly string[] {
  const own = textsOf(row.labels);
  return quotedReferences(row)
    .flatMap((reference) => known.labels.of(reference))
    .filter((label) => !own.includes(label));
}

/** The row as an import of it would write it now, and never with fewer labels than it has. */
function labelledAnew(row: FhirObject, { known, bases }: RelabelContext): ResourceToWrite | null {
  const { subjectId, rowCategories: _, labels, ...resource } = structuredClone(row);
  const prepared = prepareResource(entryOf({ resource }), documentFacts(known, new DocumentUrls(), bases));
  if (prepared.kind === 'skipped' || prepared.write.subjectId !== textOf(subjectId)) return null;
  const all = new Set([...prepared.write.labels, ...textsOf(labels)]);
  return Object.freeze({ ...prepared.write, labels: [...all].sort() });
}
