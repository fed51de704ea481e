import { foldText } from './fold-text.ts';
import type { IdentifierKind } from './found.ts';

export interface Original {
  readonly text: string;
  readonly kind: IdentifierKind;
}

/** Tokens of one call. */
export interface TokenNumbers {
  /** The same for the same letters and digits of one kind, parted at the same places: `11/1` is not `1/11`. */
  token(kind: IdentifierKind, text: string): string;
  /** As first written; `null`: no token of this call. */
  original(token: string): string | null;
  originals(): readonly Original[];
}

export function createTokenNumbers(): TokenNumbers {
  const tokens = new Map<string, string>();
  const originals = new Map<string, Original>();
  const last = new Map<IdentifierKind, number>();
  return {
    token(kind, text) {
      const key = `${kind} ${keyOf(text)}`;
      const given = tokens.get(key);
      if (given !== undefined) return given;
      const number = (last.get(kind) ?? 0) + 1;
      const token = `[${kind}_${number}]`;
      last.set(kind, number);
      tokens.set(key, token);
      originals.set(token, { text, kind });
      return token;
    },
    original: (token) => originals.get(token)?.text ?? null,
    originals: () => [...originals.values()],
  };
}

function keyOf(text: string): string {
  const { lower } = foldText(text);
  return wordsKept(lower) || lower;
}

function wordsKept(lower: string): string {
  return lower.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
