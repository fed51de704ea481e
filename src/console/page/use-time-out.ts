import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Ended } from './session.ts';

/** Seconds before the end for which the page says that it comes. */
const WARNING = 60;
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const;

export interface TimeOut {
  /** Seconds until the page ends the session for want of use; `null`: not soon. */
  readonly endsIn: number | null;
  /** Somebody is there. */
  readonly stay: () => void;
}

/**
 * Ends a session that nobody uses (45 CFR 164.312(a)(2)(iii)) or whose token has run out. Looks at the clock rather than
 * counting, so that a machine that slept does not stay signed in.
 */
export function useTimeOut(
  { idleSeconds, expiresAt }: { readonly idleSeconds: number; readonly expiresAt: number },
  onEnd: (why: Ended) => void,
): TimeOut {
  const used = useRef(Date.now());
  const [endsIn, setEndsIn] = useState<number | null>(null);
  const stay = useCallback(() => {
    used.current = Date.now();
    setEndsIn(null);
  }, []);
  useEffect(() => {
    const look = () => {
      const now = Date.now();
      const left = Math.ceil((used.current + idleSeconds * 1000 - now) / 1000);
      if (now >= expiresAt) return onEnd('expired');
      if (left <= 0) return onEnd('idle');
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
      clearInterval(timer);
      for (const name of SIGNS) window.removeEventListener(name, sign);
      for (const name of ['focus', 'pageshow']) window.removeEventListener(name, look);
    };
  }, [idleSeconds, expiresAt, onEnd, stay]);
  return { endsIn, stay };
}
