import { z } from 'zod';
import { INSIGHT_AUDIENCES, USE_CASES } from '../insight/use-case.ts';
import { fhirInterval } from './fhir-interval.ts';
import type { InsightSettings } from './insight-settings.ts';

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'expected text without control characters');
/** `local` is the embedded engine on this machine. */
const Region = z.string().regex(/^(local|[a-z]{2}(-[a-z]+)+-\d{1,2})$/, 'expected a region of AWS, or local');
const Guardrail = z.strictObject({
  id: z
    .string()
    .max(2_048)
    .regex(/^[a-z0-9][\w:/-]*$/, 'expected a guardrail id or its ARN'),
  // What DRAFT is may change under the records that name it.
  version: z.string().regex(/^[1-9]\d{0,7}$/, 'expected a numbered version; DRAFT may change'),
});
const tokens = z.int().min(1).max(1_000_000_000);

/** The `insights` block of a tenant's file. */
export const InsightBlock = z
  .strictObject({
    model: z
      .string()
      .max(2_048)
      .regex(/^[A-Za-z0-9][\w.:/-]*$/, 'expected a model id, an inference profile or its ARN')
      .refine((id) => !id.startsWith('global.'), 'a global inference profile leaves the region'),
    region: Region,
    guardrail: Guardrail,
    audienceGuardrails: z.partialRecord(z.enum(INSIGHT_AUDIENCES), Guardrail).default({}),
    agreement: z.strictObject({
      reference: text(200),
      region: Region,
      expires: z
        .string()
        .refine((date) => !date.includes('T') && fhirInterval(date) !== null, 'expected a date, YYYY-MM-DD'),
    }),
    consent: z.enum(['required', 'unlessRefused']).default('required'),
    support: z.enum(['verbatim', 'scored']).default('verbatim'),
    deadlineSeconds: z.int().min(1).max(60).default(15),
    cacheMinutes: z.int().min(0).max(1_440).default(60),
    tokensPerHour: z
      .strictObject({ tenant: tokens.default(2_000_000), actor: tokens.default(200_000) })
      .prefault({}),
    concurrency: z.int().min(1).max(64).default(8),
    useCases: z
      .array(z.enum(USE_CASES))
      .min(1)
      .default([...USE_CASES]),
    policies: z
      .record(
        z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
        z.strictObject({ title: text(200), criteria: z.array(text(1_000)).min(1).max(20) }),
      )
      .default({}),
  })
  .superRefine(({ model, guardrail, audienceGuardrails, region, agreement }, context) => {
    const elsewhere = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (agreement.region !== region) {
      elsewhere(['agreement', 'region'], `the agreement is for another region than ${region}`);
    }
    if (!isIn(model, region)) elsewhere(['model'], `the ARN is of another region than ${region}`);
    if (!isIn(guardrail.id, region)) {
      elsewhere(['guardrail', 'id'], `the ARN is of another region than ${region}`);
    }
    for (const [audience, { id }] of Object.entries(audienceGuardrails)) {
      if (isIn(id, region)) continue;
      elsewhere(['audienceGuardrails', audience, 'id'], `the ARN is of another region than ${region}`);
    }
  });
export type InsightBlock = z.output<typeof InsightBlock>;

export function insightSettings(block: InsightBlock): InsightSettings {
  return Object.freeze({
    ...block,
    guardrail: Object.freeze(block.guardrail),
    audienceGuardrails: Object.freeze(block.audienceGuardrails),
    agreement: Object.freeze(block.agreement),
    tokensPerHour: Object.freeze(block.tokensPerHour),
    useCases: Object.freeze(USE_CASES.filter((name) => block.useCases.includes(name))),
    policies: new Map(
      Object.entries(block.policies).map(([service, { title, criteria }]) => [
        service,
        Object.freeze({ title, criteria: Object.freeze(criteria) }),
      ]),
    ),
  });
}

/** An ARN names its region (arn:partition:service:region:account:resource); anything else is of the region called. */
function isIn(id: string, region: string): boolean {
  const [prefix, , , named] = id.split(':');
  return prefix !== 'arn' || named === region;
}
