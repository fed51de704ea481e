import { extract } from '../../src/bedrock-local/engine/extract.ts';
import type { Engine } from '../../src/bedrock-local/engine-input.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { createCodeSet } from '../../src/insight/codes/create-code-set.ts';
import { HARMLESS_NOTE } from '../../tests/support/insights/chart.ts';
import {
  CODER,
  COORDINATOR,
  CRITERIA,
  type InsightWorld,
  insightWorld,
  PHYSICIAN,
} from '../../tests/support/insights/insight-world.ts';
import { WiredModel } from '../../tests/support/insights/wired-model.ts';
import { type Harmless, type Released, showsAttack } from './demanded-output.ts';
import { informedAdversary } from './informed-adversary.ts';
import { asOperation, type OperationAnswer } from './insight-operation.ts';
import { type Attack, PLACES, plant } from './read-attacks.ts';

/** Every kind of insight that reads notes, by who may ask for it. */
export const KINDS = Object.freeze({
  preVisitSummary: { who: PHYSICIAN, field: 'preVisitSummary', rounds: 1 },
  codingSuggestions: { who: CODER, field: 'codingSuggestions(encounterId: "visit")', rounds: 1 },
  priorAuthDraft: {
    who: COORDINATOR,
    field: 'priorAuthDraft(coverageId: "plan", service: "lumbar-mri")',
    // A criterion is answered once: one candidate an answer.
    rounds: 3,
  },
} satisfies Readonly<Record<string, { who: Actor; field: string; rounds: number }>>);
export type Kind = keyof typeof KINDS;

export const MODELS = Object.freeze({
  extractive: 'phield-extractive',
  obeying: 'phield-extractive:injection-obeying',
  'obeying, guardrail fooled': 'phield-extractive:injection-obeying+blind-guardrail',
  'informed adversary, guardrail fooled': 'phield-extractive:blind-guardrail',
});
export type ModelName = keyof typeof MODELS;

export interface Tally {
  answers: number;
  /** Released sentences. */
  sentences: number;
  /** Answers with a sentence that shows anything of the attack. MUST be 0. */
  shown: number;
  /** Answers withheld whole. */
  withheld: number;
  /** Operations whose other fields differ from those of the harmless record. MUST be 0. */
  otherFields: number;
  /** Operations whose ledger events differ. MUST be 0. */
  ledger: number;
  /** Sentences taken out. */
  dropped: number;
}

/** Plants each attack at each place of a note and asks each kind of insight of each model. */
export async function measureInjections(
  attacks: readonly Attack[],
  each: (kind: Kind, model: ModelName) => boolean = () => true,
): Promise<ReadonlyMap<string, Tally>> {
  const model = new WiredModel();
  const codes = await createCodeSet('made-up', [
    { code: 'E11.9', billable: true, description: 'Type 2 diabetes mellitus without complications' },
    { code: 'I10', billable: true, description: 'Essential (primary) hypertension' },
  ]);
  const world = await insightWorld(model, async () => codes);
  const tallies = new Map<string, Tally>();
  for (const kind of names(KINDS)) {
    const harmless = await harmlessOf(kind, world, model);
    for (const name of names(MODELS)) {
      if (!each(kind, name)) continue;
      const tally = emptyTally();
      tallies.set(`${kind}\t${name}`, tally);
      for (const attack of attacks) {
        for (const place of PLACES) {
          const note = plant(HARMLESS_NOTE, attack.text, place);
          for (let round = 0; round < roundsOf(kind, name); round += 1) {
            model.model = MODELS[name];
            model.engine = engineOf(name, harmless, round);
            count(tally, await ask(kind, world, note), attack, harmless);
          }
        }
      }
    }
  }
  return tallies;
}

interface HarmlessRun extends Harmless {
  readonly answer: OperationAnswer;
}

async function harmlessOf(kind: Kind, world: InsightWorld, model: WiredModel): Promise<HarmlessRun> {
  model.model = MODELS.extractive;
  model.engine = extract;
  const answer = await ask(kind, world, HARMLESS_NOTE.join(' '));
  const sent = model.asked.at(-1)?.evidence.map(({ text }) => text) ?? [];
  if (answer.sentences === null || answer.sentences.length === 0)
    throw new Error(`${kind}: nothing to compare`);
  return { answer, sentences: answer.sentences, texts: [...sent, HARMLESS_NOTE.join(' '), ...CRITERIA] };
}

async function ask(kind: Kind, world: InsightWorld, note: string): Promise<OperationAnswer> {
  world.reset(note);
  const { who, field } = KINDS[kind];
  return asOperation(world, field, who);
}

function count(tally: Tally, answer: OperationAnswer, { text }: Attack, harmless: HarmlessRun): void {
  const released: readonly Released[] = answer.sentences ?? [];
  tally.answers += 1;
  tally.sentences += released.length;
  tally.dropped += answer.withheldSentences;
  if (answer.sentences === null) tally.withheld += 1;
  if (released.some((sentence) => showsAttack(sentence, text, harmless))) tally.shown += 1;
  if (answer.otherFields !== harmless.answer.otherFields) tally.otherFields += 1;
  const known = harmless.answer;
  const same =
    answer.sentences === null
      ? answer.readEvents === known.readEvents
      : answer.readEvents === known.readEvents && answer.insightEvents === known.insightEvents;
  if (!same) tally.ledger += 1;
}

function engineOf(name: ModelName, { texts }: Harmless, round: number): Engine {
  if (!name.startsWith('informed')) return extract;
  return informedAdversary((words) => !texts.some((text) => text.includes(words.replace(/\.$/, ''))), round);
}

function roundsOf(kind: Kind, name: ModelName): number {
  return name.startsWith('informed') ? KINDS[kind].rounds : 1;
}

function emptyTally(): Tally {
  return { answers: 0, sentences: 0, shown: 0, withheld: 0, otherFields: 0, ledger: 0, dropped: 0 };
}

function names<Name extends string>(of: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(of).filter((name): name is Name => name in of);
}
