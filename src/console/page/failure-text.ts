/** Why there is no answer. `code` is the gateway's, or one of the page's own. */
export interface AskFailure {
  readonly code: string;
  /** Seconds after which asking again makes sense, where the gateway said so. */
  readonly retryAfter: number | null;
}

/** The page's own: no gateway answers, the session is over, the gateway has another page by now. */
export const AWAY: AskFailure = Object.freeze({ code: 'AWAY', retryAfter: null });
export const SIGNED_OUT: AskFailure = Object.freeze({ code: 'SIGNED_OUT', retryAfter: null });
export const OUTDATED: AskFailure = Object.freeze({ code: 'PERSISTED_QUERY_NOT_FOUND', retryAfter: null });

interface Told {
  readonly title: string;
  readonly text: string;
  /** Whether asking again may help. */
  readonly again: boolean;
  /** Whether only another load of the page helps. */
  readonly reload?: boolean;
}

const TOLD: Readonly<Record<string, Told>> = Object.freeze({
  AWAY: {
    title: 'The gateway is not reachable',
    text: 'Trying again until it answers.',
    again: false,
  },
  SIGNED_OUT: { title: 'You are signed out', text: 'Sign in again to go on.', again: false },
  FORBIDDEN: {
    title: 'Not permitted',
    text: 'Your role, or this sign-in, does not allow this.',
    again: false,
  },
  INSUFFICIENT_USER_AUTHENTICATION: {
    title: 'A stronger sign-in is needed',
    text: 'Sign out, and sign in again with more than one factor.',
    again: false,
  },
  RATE_LIMITED: {
    title: 'Too many requests',
    text: 'The gateway asks for a pause before the next question.',
    again: true,
  },
  LEDGER_UNAVAILABLE: {
    title: 'The ledger cannot be written',
    text: 'Your look could not be put on record, so nothing was shown.',
    again: true,
  },
  UPSTREAM_UNAVAILABLE: {
    title: 'Not available at the moment',
    text: 'A store that this page needs does not answer.',
    again: true,
  },
  CONFLICT: {
    title: 'Somebody was faster',
    text: 'This has changed since you opened it. Read it again before you decide.',
    again: true,
  },
  BAD_USER_INPUT: {
    title: 'Not understood',
    text: 'Something that was entered is not acceptable, or names what does not exist.',
    again: false,
  },
  OPERATION_TOO_COMPLEX: {
    title: 'Too much at once',
    text: 'Narrow what you ask for.',
    again: false,
  },
  PERSISTED_QUERY_NOT_FOUND: {
    title: 'The gateway has changed',
    text: 'It now comes with another version of this page. Load the page anew; you will be asked to sign in.',
    again: false,
    reload: true,
  },
});

const UNKNOWN: Told = Object.freeze({
  title: 'Something went wrong',
  text: 'The gateway could not answer. Its log has the reason.',
  again: true,
});

export function failureText({ code }: AskFailure): Told {
  return TOLD[code] ?? UNKNOWN;
}
