import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Ended, Session } from './session.ts';

/** Seconds before the end for which the page says that it comes. */
const WARNING = 60;
/** Milliseconds before a token's end at which the next is asked for. */
const AHEAD = 45_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const;

export interface TimeOut {
  /** Seconds until the page ends the session for want of use; `null`: not soon. */
  readonly endsIn: number | null;
  /** Somebody is there. */
  readonly stay: () => void;
}

export interface TimeOutOf {
  readonly idleSeconds: number;
  readonly session: Session;
}

export interface TimeOutEnds {
  /** @param used when somebody last was there, in milliseconds since the epoch. */
  readonly onEnd: (why: Ended, used: number) => void;
  readonly onRenewed: (session: Session) => void;
}

/**
 * Ends a session that nobody uses (45 CFR 164.312(a)(2)(iii)) or whose token has run out. Looks at the clock rather than
 * counting, so that a machine that slept does not stay signed in. Getting another token is no use: it keeps nobody here.
 */
export function useTimeOut({ idleSeconds, session }: TimeOutOf, { onEnd, onRenewed }: TimeOutEnds): TimeOut {
  const used = useRef(Date.now());
  const [endsIn, setEndsIn] = useState<number | null>(null);
  const stay = useCallback(() => {
    used.current = Date.now();
    setEndsIn(null);
  }, []);
  useEffect(() => {
    let renewing = false;
    let gone = false;
    const renew = async () => {
      renewing = true;
      const next = (await session.renew?.()) ?? null;
      if (next !== null && !gone) onRenewed(next);
    };
    const look = () => {
      const now = Date.now();
      const left = Math.ceil((used.current + idleSeconds * 1000 - now) / 1000);
      if (left <= 0) return onEnd('idle', used.current);
      if (now >= session.expiresAt) return onEnd('expired', used.current);
      if (!renewing && now >= session.expiresAt - AHEAD) void renew();
      setEndsIn(left <= WARNING ? left : null);
    };
    const sign = () => {
      // Who comes back too late has not used it in time.
      look();
      if (Date.now() < used.current + idleSeconds * 1000) stay();
    };
    const timer = setInterval(look, 1000);
    for (const name of SIGNS) window.addEventListener(name, sign, { passive: true });
    for (const name of ['focus', 'pageshow']) window.addEventListener(name, look);
    return () => {
      gone = true;
      clearInterval(timer);
      for (const name of SIGNS) window.removeEventListener(name, sign);
      for (const name of ['focus', 'pageshow']) window.removeEventListener(name, look);
    };
  }, [idleSeconds, session, onEnd, onRenewed, stay]);
  return { endsIn, stay };
}
