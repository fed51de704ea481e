import type { DirectoryRecord, ResolverContext } from './context.ts';
import { elements, readReference } from './fhir/read-element.ts';
import type { NodeId } from './parse-node-id.ts';

/** The directory's record behind a FHIR Reference, when it is of this type and stored. */
export async function lookUp(
  context: ResolverContext,
  type: string,
  reference: unknown,
): Promise<DirectoryRecord | null> {
  const target = targetOf(reference, type);
  return target === null ? null : found(await context.data.organizational(type, target.id), type);
}

/** The directory's records of one type among FHIR References, each once; `null` when there is none. */
export async function lookUpAll(
  context: ResolverContext,
  type: string,
  references: readonly unknown[],
): Promise<readonly DirectoryRecord[] | null> {
  const ids = new Set(references.flatMap((reference) => targetOf(reference, type)?.id ?? []));
  const records = await Promise.all([...ids].map((id) => context.data.organizational(type, id)));
  const present = records.flatMap((record) => found(record, type) ?? []);
  return present.length === 0 ? null : present;
}

/** One property of each object in a list: `participant[].individual` and the like. */
export function pluck(list: unknown, property: string): readonly unknown[] {
  return elements(list).map((element) => element[property]);
}

function targetOf(reference: unknown, type: string): NodeId | null {
  const target = readReference(reference);
  if (target === null || !target.startsWith(`${type}/`)) return null;
  return { type, id: target.slice(type.length + 1) };
}

function found(record: DirectoryRecord | null, type: string): DirectoryRecord | null {
  return record?.resourceType === type ? record : null;
}
