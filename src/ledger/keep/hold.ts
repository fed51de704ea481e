import { z } from 'zod';
import type { OperationRecord } from '../operation-record.ts';

/**
 * A legal hold: while it stands, nothing that it covers is pruned or erased, however old. `names` are all that the
 * patient may be called in records; `null`: the whole tenant.
 */
export const Hold = z
  .strictObject({
    /** ULID. */
    id: z.ulid(),
    tenant: z.string().min(1).max(63),
    names: z.array(z.string().min(1).max(64)).min(1).readonly().nullable(),
    /** A constant of the one who sets it, such as `CASE-2026-114`: no name, no free text. */
    reason: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/),
    by: z.string().regex(/^[\x20-\x7e]{1,128}$/),
    /** RFC 3339, UTC. */
    time: z.string(),
  })
  .readonly();
export type Hold = z.infer<typeof Hold>;

/**
 * Where holds lie. MUST reject when they cannot be read, or read only in part: who cannot know what is held MUST
 * remove nothing. `put` and `remove` MUST be durable when they resolve.
 */
export interface HoldStore {
  /** Oldest first. */
  list(): Promise<readonly Hold[]>;
  put(hold: Hold): Promise<void>;
  /** @returns whether there was one. */
  remove(id: string): Promise<boolean>;
}

export function covers(
  { tenant, names }: Pick<Hold, 'tenant' | 'names'>,
  record: Pick<OperationRecord, 'tenant' | 'subjects'>,
): boolean {
  if (record.tenant !== tenant) return false;
  return names === null || record.subjects.some(({ subject }) => subject !== null && names.includes(subject));
}
