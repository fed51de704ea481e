import { describe, it } from 'vitest';
import { readAttachedTexts } from '../../resolvers/fhir/attachment.ts';
import { withoutSuggestion } from '../../src/documents/without-suggestion.ts';
import { speakingSegments } from '../../src/insight/codes/speaking-segments.ts';
import { foldText } from '../../src/insight/identifiers/fold-text.ts';
import { readName } from '../../src/insight/identifiers/known/name-parts.ts';
import { findStreets } from '../../src/insight/identifiers/patterns/find-streets.ts';
import { suspicions } from '../../src/insight/suspicions.ts';
import { expectLinear } from '../support/expect-linear.ts';

describe('a text', () => {
  it.each<[string, (text: string) => unknown, (length: number) => string, number]>([
    [
      'a role between the ends of lines',
      suspicions,
      (length) => `${'\n'.repeat(length / 2)}user${'\n'.repeat(length / 2)}`,
      16_384,
    ],
    ['a heading of blanks', speakingSegments, (length) => `#x${' '.repeat(length)}x`, 32_768],
    [
      'a document in base64 that is all blanks',
      (data) => readAttachedTexts([{ contentType: 'text/plain', data }]),
      (length) => `${' '.repeat(length)}!`,
      65_536,
    ],
    ['a name of hyphens', readName, (length) => `a${'-'.repeat(length)}a`, 16_384],
    [
      'an address of blanks',
      (text) => findStreets(foldText(text)),
      (length) => `lives at 1${' '.repeat(129)} `.repeat(length / 140),
      16_384,
    ],
    [
      'suggestions in a document',
      withoutSuggestion,
      (length) => `no value: "${'Did you mean x'.repeat(length / 14)}"`,
      32_768,
    ],
  ])('that somebody else wrote costs no more than its length: %s', async (_what, read, ofLength, longest) => {
    await expectLinear(read, ofLength, longest);
  });
});
