import { prepareResource } from '../fhir/prepare-resource.ts';
import type { ResourceFacts } from '../fhir/resource-facts.ts';
import type { ImportCounts, Place } from './import-report.ts';
import type { InputItem } from './input-item.ts';
import type { LabelledPatients } from './relabel-quoting.ts';
import type { BatchWriter } from './write-batches.ts';

/** Where what becomes of an item goes. */
export interface StoreTally {
  readonly counts: ImportCounts;
  readonly batches: BatchWriter<Place>;
  readonly labelled: LabelledPatients;
}

/** Prepares one item and hands it to the batches, or counts why not. Every item but an end is counted once. */
export async function storeItem(
  item: InputItem,
  file: string,
  facts: ResourceFacts,
  { counts, batches, labelled }: StoreTally,
): Promise<void> {
  if (item.kind === 'end') return;
  const place = { file, position: item.position };
  if (item.kind === 'problem') {
    counts.skip(place, item.reason, null, null);
    return;
  }
  const prepared = prepareResource(item.input, facts);
  if (prepared.kind === 'skipped') {
    counts.skip(place, prepared.reason, prepared.type, prepared.id);
    return;
  }
  counts.addReferences(prepared.references);
  counts.unresolvedCodings += prepared.unresolvedCodings;
  labelled.note(prepared.write);
  await batches.add({ write: prepared.write, place });
}
