import { z } from 'zod';

/**
 * What comes after entry `size` - 1, decided once: whoever is second follows the first one's plan, so two sequencers
 * make one history. Each batch is named with the hash of its head, which binds all its bytes.
 */
export const Plan = z.strictObject({
  v: z.literal(1),
  size: z.number().int().nonnegative(),
  /** [writer, number, `leafHash` of `sealed` in base64] in their order in the log. */
  batches: z.array(z.tuple([z.ulid(), z.number().int().positive(), z.base64().length(44)])).min(1),
});
export type Plan = z.infer<typeof Plan>;

export function writePlan(plan: Plan): Buffer {
  return Buffer.from(JSON.stringify(plan));
}

/** @returns `null` for bytes that are no plan for this size. */
export function readPlan(bytes: Uint8Array, size: number): Plan | null {
  try {
    const parsed = Plan.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success && parsed.data.size === size ? parsed.data : null;
  } catch {
    return null;
  }
}
