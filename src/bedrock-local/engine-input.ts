import type { ConverseInput } from './read-converse.ts';

/** One block of evidence as an engine reads it. */
export interface EngineEvidence {
  /** What citations name. */
  readonly number: number;
  /** FHIR type; `Transcript`, `Policy`. */
  readonly resourceType: string;
  /** FHIR date or dateTime, or `null`: undated. */
  readonly date: string | null;
  readonly text: string;
}

/** What the local engine is asked, read from a Converse request. */
export interface EngineInput {
  /** From the system text's first line, `Use case: PRE_VISIT_SUMMARY`; empty: none is named. */
  readonly useCase: string;
  /** All of the first system text. */
  readonly instructions: string;
  /** Lines of the further system texts: candidate codes and the like. */
  readonly reference: readonly string[];
  readonly query: string;
  /** In the order given. */
  readonly evidence: readonly EngineEvidence[];
}

/** Answers with JSON text of the shape in `src/insight/output.ts`. MUST be deterministic, without input or output of its own. */
export type Engine = (input: EngineInput) => string;

const USE_CASE = /^Use case: ([A-Z_]+)[ \t]*(?:\r?\n|$)/;
/** `[12] Observation 2020-05-01: text`, the text may span lines. */
const BLOCK = /^\[(\d{1,6})\] ([A-Za-z]+) (undated|\d{4}[0-9T:.Z+-]*): ([\s\S]*)$/;

/** Blocks that are not of the form `[number] Type date: text` are no evidence and are left out. */
export function readEngineInput(converse: ConverseInput): EngineInput {
  const [instructions = '', ...further] = converse.system;
  const asked = converse.blocks.filter(({ qualifiers }) => qualifiers.includes('query'));
  return Object.freeze({
    useCase: USE_CASE.exec(instructions)?.[1] ?? '',
    instructions,
    reference: Object.freeze(
      further.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== ''),
    ),
    query: asked.map(({ text }) => text).join('\n'),
    evidence: Object.freeze(
      converse.blocks
        .filter(({ qualifiers }) => qualifiers.includes('grounding_source'))
        .flatMap(({ text }) => readEvidence(text)),
    ),
  });
}

function readEvidence(block: string): readonly EngineEvidence[] {
  const [, number, resourceType, date, text] = BLOCK.exec(block) ?? [];
  if (number === undefined || resourceType === undefined || text === undefined) return [];
  const dated = date === undefined || date === 'undated' ? null : date;
  return [Object.freeze({ number: Number(number), resourceType, date: dated, text })];
}
