import type { CodeSet } from './code-set.ts';
import type { EvidenceItem } from './evidence.ts';
import type { KnownIdentifiers } from './identifiers/known-identifiers.ts';
import type { Tokenised } from './identifiers/tokenise.ts';
import { tokenise } from './identifiers/tokenise.ts';
import type { UseCase } from './use-case.ts';

/** Candidate codes shown to the model, at most. */
const CANDIDATES = 40;

/** What goes to a model, and what turns its answer back. */
export interface Composed {
  /** Evidence with tokens in place of identifiers. */
  readonly items: readonly EvidenceItem[];
  readonly query: string;
  readonly reference: readonly string[];
  readonly tokenised: Tokenised;
}

/**
 * Replaces every identifier in evidence and question by a token, and looks candidate codes up where the use case needs
 * them.
 * @param question of the caller, normalised; `null` where the use case takes none.
 */
export function composeRequest(
  useCase: UseCase,
  evidence: readonly EvidenceItem[],
  question: string | null,
  known: KnownIdentifiers,
  codes: CodeSet | null,
): Composed {
  const texts = [
    question ?? useCase.query,
    ...evidence.flatMap(({ parts }) => parts.map(({ text }) => text)),
  ];
  const tokenised = tokenise(texts, known);
  const [query = '', ...rest] = tokenised.texts;
  const left = rest[Symbol.iterator]();
  const items = evidence.map((item) => {
    const parts = item.parts.map((part) => ({ ...part, text: left.next().value ?? '' }));
    return { ...item, parts, text: parts.map(({ text }) => text).join('; ') };
  });
  return { items, query, reference: useCase.needsCodes ? candidateLines(items, codes) : [], tokenised };
}

function candidateLines(items: readonly EvidenceItem[], codes: CodeSet | null): readonly string[] {
  const text = items.map((item) => item.text).join('\n');
  const candidates = codes?.candidates(text, CANDIDATES) ?? [];
  return candidates.map(({ code: { code, description } }) => `${code} ${description}`);
}

/** One item as the model reads it. */
export function evidenceBlock({ number, resourceType, date, text }: EvidenceItem): string {
  return `[${number}] ${resourceType} ${date ?? 'undated'}: ${text}`;
}
