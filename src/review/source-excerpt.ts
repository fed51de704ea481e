import type { Place } from '../access/access-model.ts';
import { filesOf, type ReviewedPolicy } from './reviewed-policy.ts';

export interface SourceExcerpt extends Place {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

type Texts = Pick<ReviewedPolicy, 'sdl' | 'shownFile'>;

/** Lines before and behind the one asked for. */
const AROUND = 12;

/**
 * Lines of a file that is part of a policy. A name is only ever looked for among those files: no path leads to a disk.
 * @returns `null`: it has no such file, or that no such line.
 */
export function sourceExcerpt(texts: Texts, file: string, line: number): SourceExcerpt | null {
  const lines = linesOf(texts, file);
  if (lines?.[line - 1] === undefined) return null;
  const first = Math.max(1, line - AROUND);
  const shown = lines.slice(first - 1, line + AROUND);
  return { file, line, lines: shown.map((text, index) => ({ number: first + index, text })) };
}

/** What stands on one line; `null`: there is none. */
export function lineAt(texts: Texts, { file, line }: Place): string | null {
  return linesOf(texts, file)?.[line - 1]?.trim() ?? null;
}

function linesOf(texts: Texts, file: string): readonly string[] | null {
  return (
    filesOf(texts)
      .find(({ name }) => name === file)
      ?.body.split(/\r?\n/) ?? null
  );
}
