import { BadUserInputError } from '../errors.ts';
import type { InsightVerdict, StoredInsight } from './stored-insight.ts';
import type { UseCase } from './use-case.ts';

/**
 * Whether a verdict is one that this insight can be given; asked before it goes on record. Where sentences are judged
 * one by one only a rejection may be of the whole: the rest of it would be confirmed unread.
 * @throws BadUserInputError, without any text
 */
export function checkVerdict(
  { state, sentence, texts }: InsightVerdict,
  { sentences }: Pick<StoredInsight, 'sentences'>,
  { oneByOne }: Pick<UseCase, 'oneByOne'>,
): void {
  if (sentence !== null && sentences[sentence] === undefined) {
    throw new BadUserInputError('there is no such sentence');
  }
  if (oneByOne && sentence === null && state !== 'REJECTED') {
    throw new BadUserInputError('these sentences are judged one by one');
  }
  for (const [index, text] of Object.entries(texts)) {
    const edited = sentences[Number(index)];
    if (edited === undefined) throw new BadUserInputError('there is no such sentence');
    if (edited.text === text) throw new BadUserInputError('a text changes nothing');
  }
}
