import { openChecks, openReader, readSentence } from '../../src/insight/checks/check-sentence.ts';
import { sharedWords } from '../../src/insight/checks/support.ts';
import type { EvidenceItem } from '../../src/insight/evidence.ts';
import { normaliseText } from '../../src/insight/normalise-text.ts';
import type { OutputSentence } from '../../src/insight/output.ts';

/** A statement, what it is to rest on, and the words of that it quotes. */
export interface Claim {
  readonly evidence: string;
  readonly text: string;
  readonly quote: string;
}

/** Whether the checks let a claim pass. */
export function isBelieved(claim: Claim, mode: 'verbatim' | 'scored'): boolean {
  const { items, sentence } = prepare(claim);
  return openChecks({ items, mode, incomplete: new Set() })(sentence) === null;
}

/** A score for ranking, 0 to 1: words shared with the evidence, halved when some check other than support refuses. */
export function scoreOf(claim: Claim): number {
  const { items, sentence } = prepare(claim);
  const refusal = openChecks({ items, mode: 'scored', incomplete: new Set() })(sentence);
  const shared = sharedWords(readSentence(sentence, openReader(items)));
  return refusal === null || refusal.check === 'support' ? shared : shared / 2;
}

function prepare({ evidence, text, quote }: Claim): {
  items: readonly EvidenceItem[];
  sentence: OutputSentence;
} {
  const item: EvidenceItem = {
    number: 1,
    resourceType: 'DocumentReference',
    resourceId: '1',
    date: null,
    parts: [],
    text: normaliseText(evidence),
  };
  const sentence: OutputSentence = {
    text: normaliseText(text).replace(/\s+/g, ' ').trim(),
    citations: [{ item: 1, quote: normaliseText(quote) }],
    section: null,
    code: null,
    status: null,
  };
  return { items: [item], sentence };
}
