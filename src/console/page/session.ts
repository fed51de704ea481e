/** Somebody who is signed in. In the page's memory alone: it ends with the page, and MUST be written nowhere. */
export interface Session {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Gets the same person's next session before this one ends; `null`: they sign in again. */
  readonly renew: (() => Promise<Session | null>) | null;
}

/** Why nobody is signed in any more. */
export type Ended = 'idle' | 'expired' | 'refused' | 'left';

export const ENDED_TEXT: Readonly<Record<Ended, string>> = Object.freeze({
  idle: 'You were signed out because nobody used this page for a while. What it showed has been removed.',
  expired: 'Your sign-in has expired. What the page showed has been removed.',
  refused: 'The gateway no longer accepts this sign-in. What the page showed has been removed.',
  left: 'You are signed out.',
});
