import { z } from 'zod';

/** Why an operator does something: a code of their own, which goes into the ledger as it is. */
export function reasonOption(example: string): z.ZodString {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/, `expected a code such as ${example}: it names no patient`);
}
