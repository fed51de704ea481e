import { isFhirId } from '../../src/fhir-id.ts';
import type { ResourceToWrite } from '../health-data.ts';
import { isReference, isTypeName } from './item-keys.ts';

export interface Indexed {
  /** Position in the batch. */
  readonly index: number;
  readonly write: ResourceToWrite;
}

/** Parts of a batch in which no resource stands twice, in order; what cannot be a key is left out. */
export function batchWaves(batch: readonly ResourceToWrite[]): readonly (readonly Indexed[])[] {
  const waves: Indexed[][] = [];
  const seen = new Map<string, number>();
  for (const [index, write] of batch.entries()) {
    if (!isWritable(write)) continue;
    const name = `${write.resourceType}/${write.id}`;
    const turn = (seen.get(name) ?? -1) + 1;
    seen.set(name, turn);
    const wave = waves[turn] ?? [];
    wave.push({ index, write: withRealTies(write) });
    waves[turn] = wave;
  }
  return waves;
}

function isWritable({ resourceType, id, subjectId }: ResourceToWrite): boolean {
  const ownSubject = resourceType !== 'Patient' || subjectId === id;
  return (
    ownSubject && isTypeName(resourceType) && isFhirId(id) && (subjectId === null || isFhirId(subjectId))
  );
}

/** Leaves out ties and memberships that name no resource: nobody could ever be tied by them. */
function withRealTies(write: ResourceToWrite): ResourceToWrite {
  const ties = write.ties.filter(({ anchor }) => isReference(anchor));
  const memberships = write.memberships.filter(
    ({ member, anchor }) => isReference(member) && isReference(anchor),
  );
  return ties.length === write.ties.length && memberships.length === write.memberships.length
    ? write
    : { ...write, ties, memberships };
}
