import type { Clock } from './clock.ts';

/** Milliseconds for which an answer is told to whoever else asks. */
const KEPT = 1_000;

/**
 * However many ask, the question is put once at a time, and its answer holds for a second. A failure is told to those who
 * wait for it, and to nobody after them.
 */
export function shareAnswer<T>(ask: () => Promise<T>, clock: Clock): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; until: number } | null = null;
  return () => {
    const now = clock();
    // A clock that was set back: further ahead than an answer ever holds.
    if (kept !== null && (kept.until === PENDING || (now < kept.until && kept.until - now <= KEPT)))
      return kept.answer;
    const answer = ask();
    const mine = { answer, until: PENDING };
    kept = mine;
    answer.then(
      () => {
        mine.until = clock() + KEPT;
      },
      () => {
        mine.until = Number.NEGATIVE_INFINITY;
      },
    );
    return answer;
  };
}

const PENDING = Number.POSITIVE_INFINITY;
