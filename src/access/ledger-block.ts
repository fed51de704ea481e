import { z } from 'zod';

/** Whose ids stand in the ledger as pseudonyms (docs/retention.md). */
export const PSEUDONYMS = Object.freeze(['none', 'patients', 'everyone'] as const);
export type Pseudonyms = (typeof PSEUDONYMS)[number];

/** The `ledger` block of a tenant's file. */
export const LedgerBlock = z.strictObject({
  /** `patients`: ids of patients and of what belongs to them; `everyone`: those of actors too. */
  pseudonyms: z.enum(PSEUDONYMS).default('none'),
});
