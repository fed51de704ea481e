import type { FhirObject } from '../fhir/fhir-json.ts';
import type { KnownResources } from './known-resources.ts';

/** A resource as an earlier import stored it, or `null`. */
export type FindStored = (reference: string) => Promise<FhirObject | null>;

/** References looked up at once. */
const BATCH = 100;
/** A bed lies in a room, a room on a ward: what is found may need more, but not for ever. */
const ROUNDS = 3;

/**
 * Learns from the store what the input needs and does not bring, so that importing claims alone gives the same as
 * importing them with their conditions.
 */
export async function learnStored(known: KnownResources, find: FindStored): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const missing = known.takeMissing();
    if (missing.length === 0) return;
    for (let at = 0; at < missing.length; at += BATCH) {
      const references = missing.slice(at, at + BATCH);
      const found = await Promise.all(references.map(find));
      found.forEach((resource, index) => {
        const [type = '', id = ''] = references[index]?.split('/') ?? [];
        if (resource !== null) known.learn(type, id, resource, 'store');
      });
    }
  }
}
