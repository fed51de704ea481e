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

/** Every patient of the tenant, by logical id. */
export type FindPatients = () => AsyncIterable<string>;

export interface RelabelContext {
  readonly known: KnownResources;
  readonly find: FindStored;
  readonly findRows: FindRows;
  readonly findPatients: FindPatients;
  readonly writer: HealthDataWriter;
  readonly bases: readonly string[];
  readonly signal: AbortSignal;
}

/** Lists of rows, one for each patient and type, read at once: more would wait for the store longer than a call may. */
const LISTS = 128;

/** Whose stored rows may quote what has labels now. */
export class LabelledPatients {
  readonly #patients = new Map<string, Set<string>>();
  readonly #ofAnybody = new Set<string>();

  note({
    resourceType,
    subjectId,
    labels,
    removed,
  }: Pick<ResourceToWrite, 'resourceType' | 'subjectId' | 'labels' | 'removed'>): void {
    if (removed || labels.length === 0) return;
    const types = subjectId === null ? this.#ofAnybody : (this.#patients.get(subjectId) ?? new Set());
    for (const type of quotingTypes(resourceType)) types.add(type);
    if (subjectId !== null) this.#patients.set(subjectId, types);
  }

  /** By patient, the types to look through. */
  get all(): readonly QuotingRows[] {
    return [...this.#patients].map(([subjectId, types]) => ({ subjectId, types: [...types] }));
  }

  /** The types to look through at every patient: what has labels there names none. */
  get ofAnybody(): readonly string[] {
    return [...this.#ofAnybody];
  }
}

interface QuotingRows {
  readonly subjectId: string;
  readonly types: readonly string[];
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
  let relabelled = 0;
  for await (const some of batchesOf(placesToLook(patients, context))) {
    if (context.signal.aborted) break;
    const found = await Promise.all(some.map(({ subjectId, types }) => context.findRows(subjectId, types)));
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

async function* placesToLook(
  { all, ofAnybody }: LabelledPatients,
  { findPatients }: RelabelContext,
): AsyncGenerator<QuotingRows> {
  yield* all;
  if (ofAnybody.length === 0) return;
  for await (const subjectId of findPatients()) yield { subjectId, types: ofAnybody };
}

async function* batchesOf(places: AsyncIterable<QuotingRows>): AsyncGenerator<readonly QuotingRows[]> {
  let batch: QuotingRows[] = [];
  let lists = 0;
  for await (const place of places) {
    batch.push(place);
    lists += place.types.length;
    if (lists < LISTS) continue;
    yield batch;
    batch = [];
    lists = 0;
  }
  if (batch.length > 0) yield batch;
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
