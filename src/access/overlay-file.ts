import { z } from 'zod';
import { InsightBlock } from './insight-block.ts';
import { LedgerBlock } from './ledger-block.ts';
import { PurposeMixBlock, ReviewBlock } from './oversight-block.ts';
import { SignalBlock } from './signal-block.ts';

/** The shape of a tenant's file, before it is compared with the schema. Unknown keys are refused. */
const name = z.string().min(1);
const names = z.array(name).min(1);
const age = z.int().min(0).max(150);

const Selector = z
  .strictObject({
    roles: names.optional(),
    categories: names.optional(),
    coordinates: names.optional(),
    purposes: names.optional(),
    relationships: names.optional(),
  })
  .refine((entry) => entry.categories !== undefined || entry.coordinates !== undefined, {
    message: 'expected categories or coordinates',
  });

/** No member, no value, and no empty list stands for "all": what is meant is written down. */
export const OverlayFile = z.strictObject({
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
  settings: z
    .strictObject({
      treatingDays: z.int().min(0).max(36_500).optional(),
      proxyLimited: z.strictObject({ from: age, to: age }).optional(),
      adultAge: age.optional(),
      implicitConsent: z.enum(['basic-normal', 'all-normal', 'break-glass-only', 'deny']).optional(),
      researchStudies: z.enum(['required', 'optional']).optional(),
      breakGlassMinutes: z.int().min(1).max(240).optional(),
      multiFactorRoles: names.optional(),
    })
    .optional(),
  groups: z
    .record(z.string().regex(/^[A-Za-z0-9][\w .:@/-]{0,127}$/, 'expected a group name'), name)
    .optional(),
  derivedRoles: z
    .record(
      z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'expected capitals, digits and underscores'),
      z.strictObject({ base: name, only: names, breakGlass: z.boolean().default(false) }),
    )
    .optional(),
  remove: z.array(Selector).optional(),
  tighten: z
    .array(
      Selector.safeExtend({
        mask: name,
        /** Seconds for which a recorded reason lifts it. */
        reveal: z.int().min(1).max(300).optional(),
      }),
    )
    .optional(),
  insights: InsightBlock.optional(),
  ledger: LedgerBlock.optional(),
  signals: SignalBlock.optional(),
  review: ReviewBlock.optional(),
  purposeMix: PurposeMixBlock.optional(),
});

export type OverlayFile = z.infer<typeof OverlayFile>;
export type OverlaySelector = z.infer<typeof Selector>;
