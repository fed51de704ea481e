import type { EvidenceItem } from '../evidence.ts';
import type { OutputSentence } from '../output.ts';
import type { WithheldReason } from '../withheld.ts';
import type { Cover } from './cover.ts';
import type { ItemReading } from './read-item.ts';
import type { Word } from './read-words.ts';

/**
 * `verbatim`: a sentence is made of its quotes and neutral connectives, nothing else. `scored`: other words are
 * allowed where numbers, units, dates, codes, drugs, contexts and sides agree and enough words are shared, because
 * the guardrail's grounding score vouches for the rest. No cheap method can vouch for paraphrase.
 */
export type CheckMode = 'verbatim' | 'scored';

export interface CheckContext {
  /** As the model read them: with tokens in place of identifiers. */
  readonly items: readonly EvidenceItem[];
  readonly mode: CheckMode;
  /** Kinds of record of which some are not among the items: no item of them is told as the newest. */
  readonly incomplete: ReadonlySet<string>;
}

/** One cited item, and which of its words its quotes cover. */
export interface Source {
  readonly item: EvidenceItem;
  readonly reading: ItemReading;
  /** By index of word: 1 where a quote of this sentence covers it. */
  readonly quoted: Uint8Array;
}

/** A sentence beside what it cites. */
export interface CheckedSentence extends OutputSentence {
  /** Citations whose item exists. */
  readonly cited: readonly { readonly item: EvidenceItem; readonly quote: string }[];
  readonly words: readonly Word[];
  /** One for each distinct cited item. */
  readonly sources: readonly Source[];
  /** How quotes and connectives make up the whole sentence; `null`: they do not. */
  readonly cover: Cover | null;
}

/**
 * One rule that every sentence of every insight keeps. MUST be pure, MUST NOT throw on hostile text, and takes time
 * linear in the sentence times its sources at most. `null` lets the sentence pass.
 */
export interface Check {
  readonly name: string;
  /** What it holds, in one line. */
  readonly rule: string;
  readonly refuses: (sentence: CheckedSentence, context: CheckContext) => WithheldReason | null;
}

/** Why a sentence is dropped, and by which check. Neither holds text of the sentence. */
export interface Refusal {
  readonly reason: WithheldReason;
  readonly check: string;
}
