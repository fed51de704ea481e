import { z } from 'zod';
import { type Answered, codesOf } from '../../support/answered.ts';
import type { TestGateway } from '../../support/running-gateway.ts';

/** The demo patient of riverside, whom all personas of that tenant are about. */
export const PATIENT = 'demo-ada';

/** Everything an insight shows. */
export const INSIGHT = `{
  id useCase audience model guardrail guardrailPolicy groundingScore withheldSentences notice reviewState createdAt
  sentences { text section code status state original citations { resourceType resourceId coordinate quote source date } }
}`;

const Sentence = z.object({
  text: z.string(),
  section: z.string().nullable(),
  code: z.string().nullable(),
  status: z.string().nullable(),
  state: z.string(),
  original: z.string().nullable(),
  citations: z.array(
    z.object({ resourceType: z.string(), resourceId: z.string(), coordinate: z.string(), quote: z.string() }),
  ),
});
const Insight = z.object({
  id: z.string(),
  reviewState: z.string(),
  model: z.string(),
  sentences: z.array(Sentence),
});
export type Insight = z.infer<typeof Insight>;

/** What stands at a path of names below `data`. */
export function at({ body }: Answered, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], body?.data);
}

export function insightAt(answer: Answered, ...path: readonly string[]): Insight {
  return Insight.parse(at(answer, ...path));
}

/** Asks one gateway for insights about the demo patient. */
export function insightAsker(gateway: () => TestGateway) {
  const ask = async (persona: string, query: string, variables: Record<string, unknown> = {}) =>
    gateway().ask(await gateway().persona(persona), query, { variables });
  const told = (persona: string, field: string) =>
    ask(persona, `{ patient(id: "${PATIENT}") { id insights { told: ${field} ${INSIGHT} } } }`);
  return {
    ask,
    insight: async (persona: string, field: string) =>
      insightAt(await told(persona, field), 'patient', 'insights', 'told'),
    /** The one error's extensions, the rest of the operation having been answered. */
    withheld: async (persona: string, field: string) => {
      const answer = await told(persona, field);
      const { id, insights } = z
        .object({ id: z.string(), insights: z.object({ told: z.null() }).nullable() })
        .parse(at(answer, 'patient'));
      const [error, ...others] = answer.body?.errors ?? [];
      if (others.length > 0 || id === '' || insights === undefined) throw new Error('one error was expected');
      return error?.extensions ?? {};
    },
    code: async (persona: string, query: string, variables: Record<string, unknown> = {}) =>
      codesOf(await ask(persona, query, variables))[0],
  };
}
