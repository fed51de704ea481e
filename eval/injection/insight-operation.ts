import { z } from 'zod';
import type { Actor } from '../../src/identity/actor.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import type { InsightWorld } from '../../tests/support/insights/insight-world.ts';
import type { Released } from './demanded-output.ts';

/** One operation with an insight among other fields, taken apart. */
export interface OperationAnswer {
  /** `null`: withheld. */
  readonly sentences: readonly Released[] | null;
  readonly withheldSentences: number;
  /** Reasons of INSIGHT_WITHHELD, in order. */
  readonly reasons: readonly unknown[];
  /** Everything else that came back, as text. */
  readonly otherFields: string;
  /** What was read of the record, for the insight and for the client: kind, coordinate, resource, decision, via. */
  readonly readEvents: string;
  /** The same of the insight's own row, whose id is new each time. */
  readonly insightEvents: string;
}

const Sentence = z.object({
  text: z.string(),
  section: z.string().nullable(),
  code: z.string().nullable(),
  status: z.string().nullable(),
  citations: z.array(z.object({ quote: z.string() })),
});
const Insight = z.object({ sentences: z.array(Sentence), withheldSentences: z.number() }).nullable();
const Body = z.object({
  data: z.object({ patient: z.looseObject({ insights: z.object({ insight: Insight }) }) }),
  errors: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string() }),
      }),
    )
    .default([]),
});

/** Texts of notes are left out: they are what differs. */
const OTHER_FIELDS = `name { text } conditions(first: 5) { edges { node { fhirId code { text } recordedDate } } }
  encounters(first: 5) { edges { node { fhirId period { start } } } } notes(first: 5) { edges { node { fhirId date } } }`;

/** @param field of PatientInsights, with its arguments */
export async function asOperation(world: InsightWorld, field: string, who: Actor): Promise<OperationAnswer> {
  const { body } = await world.run(
    `{ patient(id: "ida") { ${OTHER_FIELDS} insights { insight: ${field}
      { sentences { text section code status citations { quote } } withheldSentences } } } }`,
    who,
  );
  const { data, errors } = Body.parse(body);
  const { insights, ...others } = data.patient;
  const withheld = errors.filter(({ extensions }) => extensions.code === 'INSIGHT_WITHHELD');
  const failed = errors.filter((error) => !withheld.includes(error));
  const events = world.events();
  return {
    sentences: insights.insight?.sentences ?? null,
    withheldSentences: insights.insight?.withheldSentences ?? 0,
    reasons: withheld.map(({ extensions }) => extensions.reason),
    otherFields: JSON.stringify([others, failed]),
    readEvents: told(events.filter(({ resource }) => resource.type !== 'Insight')),
    insightEvents: told(events.filter(({ resource }) => resource.type === 'Insight')),
  };
}

function told(events: readonly LedgerEvent[]): string {
  const lines = events.map(({ kind, coordinate, resource: { type, id }, decision, via }) =>
    JSON.stringify([kind, coordinate, type, type === 'Insight' ? null : id, decision, via]),
  );
  return lines.sort().join('\n');
}
