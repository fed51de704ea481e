import { descriptionAgrees, telling } from '../../insight/use-cases/description-agrees.ts';
import type { EngineEvidence, EngineInput } from '../engine-input.ts';
import { BETWEEN, type Between, type Quoted, quoted, type Sentence, say } from './answer.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';
import { passages } from './passages.ts';
import { recordParts } from './record-parts.ts';

/** `E11.9 Type 2 diabetes mellitus without complications`. */
const CANDIDATE = /^([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)\s+(\S.*)$/;
const AT_MOST = 25;

interface Candidate {
  readonly code: string;
  readonly description: string;
  readonly words: readonly string[];
}

/** Candidates whose description a passage says in full. Of one category, the code that says most. */
export function codingSuggestions({ reference, evidence }: EngineInput): readonly Sentence[] {
  const documented = evidence.flatMap(passagesOf);
  const told = reference
    .flatMap(candidateOf)
    .sort((a, b) => b.words.length - a.words.length || (a.code < b.code ? -1 : 1))
    .flatMap((candidate) => {
      const passage = documented.find(({ words }) => descriptionAgrees(candidate.description, words));
      return passage === undefined ? [] : [{ ...candidate, passage }];
    });
  const most = told.filter(
    (one, at) =>
      !told
        .slice(0, at)
        .some((other) => categoryOf(other) === categoryOf(one) && includesAll(other.words, one.words)),
  );
  return most.slice(0, AT_MOST).map(({ code, passage }) => say(passage.said, { code }));
}

/** What documents a diagnosis, and how it is quoted. */
interface Passage {
  readonly words: string;
  readonly said: readonly (Quoted | Between)[];
}

/** A condition by its name, one that is over with its state; sentences of notes and conclusions; reasons of encounters. */
function passagesOf(item: EngineEvidence): readonly Passage[] {
  switch (item.resourceType) {
    case 'Condition': {
      const { name, status, labelled, confirmed } = recordParts(item);
      if (status === 'entered-in-error' || !confirmed || looksLikeInstruction(name)) return [];
      const over = status === 'active' ? undefined : labelled.get('clinical status');
      const state = over === undefined ? [] : [BETWEEN.also, quoted(item, over)];
      return [{ words: name, said: [quoted(item, name), ...state] }];
    }
    case 'DocumentReference':
    case 'DiagnosticReport':
      return passages(item).map((quote) => ({ words: quote.words, said: [quote] }));
    case 'Encounter': {
      const reason = recordParts(item).labelled.get('reason');
      return reason === undefined || looksLikeInstruction(reason)
        ? []
        : [{ words: reason, said: [quoted(item, reason)] }];
    }
    default:
      return [];
  }
}

function candidateOf(line: string): readonly Candidate[] {
  const [, code, description] = CANDIDATE.exec(line.trim()) ?? [];
  if (code === undefined || description === undefined) return [];
  return [{ code, description, words: telling(description) }];
}

function categoryOf({ code }: Candidate): string {
  return code.slice(0, 3);
}

function includesAll(words: readonly string[], of: readonly string[]): boolean {
  return of.every((word) => words.includes(word));
}
