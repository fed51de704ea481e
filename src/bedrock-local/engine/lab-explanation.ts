import { sameTest } from '../../insight/use-cases/rules/one-observation.ts';
import type { EngineInput } from '../engine-input.ts';
import { BETWEEN, quoted, type Sentence, say } from './answer.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';
import { type Label, recordParts } from './record-parts.ts';
import { datedValue, isResult, trend } from './results.ts';

/** What else is told of it, a state only where it is not the usual one. */
const MORE: readonly Label[] = Object.freeze(['reference range', 'interpretation', 'status']);

/** The result that was asked about stands first; the others are earlier ones of the same test, and nothing else is. */
export function labExplanation({ evidence }: EngineInput): readonly Sentence[] {
  const [asked, ...others] = evidence.filter(({ text }) => !looksLikeInstruction(text));
  if (asked === undefined || asked !== evidence[0]) return [];
  const result = recordParts(asked);
  if (!isResult(result)) return [];
  const earlier = others
    .filter((other) => sameTest(other, asked))
    .map(recordParts)
    .filter(isResult);
  const more = MORE.filter((label) => label !== 'status' || result.status !== 'final').flatMap(
    (label) => result.labelled.get(label) ?? [],
  );
  const name = quoted(asked, result.name);
  return [
    say([name, BETWEEN.value, ...datedValue(result)]),
    ...more.map((part) => say([name, BETWEEN.value, quoted(asked, part)])),
    ...(earlier.length === 0 ? [] : [trend([...earlier, result])]),
  ];
}
