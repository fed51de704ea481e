import { z } from 'zod';

/** Names an operator types, separated by commas. */
export const Names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .optional();
