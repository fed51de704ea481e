import type { ResourceToWrite } from '../../datasources/health-data.ts';
import type { KnownResources } from './known-resources.ts';
import type { FindStored } from './learn-stored.ts';
import type { LabelledPatients } from './relabel-quoting.ts';

/** Resources looked up at once. */
const BATCH = 100;

/** What the input brought in an older version than the one that is stored, where other rows may quote it. */
export class OvertakenResources {
  readonly #writes = new Map<string, Pick<ResourceToWrite, 'resourceType' | 'id' | 'subjectId'>>();

  note({ resourceType, id, subjectId }: ResourceToWrite): void {
    this.#writes.set(`${resourceType}/${id}`, { resourceType, id, subjectId });
  }

  get all() {
    return [...this.#writes];
  }
}

/**
 * Learns the stored version of what came in an older one: its labels are those that rows quoting it MUST bear, and
 * the older one may have none.
 */
export async function learnNewer(
  overtaken: OvertakenResources,
  labelled: LabelledPatients,
  { known, find }: { readonly known: KnownResources; readonly find: FindStored },
): Promise<void> {
  const { all } = overtaken;
  for (let at = 0; at < all.length; at += BATCH) {
    await Promise.all(
      all.slice(at, at + BATCH).map(async ([reference, write]) => {
        const stored = await find(reference);
        if (stored === null) return;
        known.learn(write.resourceType, write.id, stored);
        labelled.note({ ...write, labels: known.labels.of(reference), removed: false });
      }),
    );
    // Nothing is prepared of what these need.
    known.takeMissing();
  }
}
