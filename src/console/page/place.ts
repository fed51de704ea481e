import { useEffect, useState } from 'preact/hooks';
import { CONSOLE_PAGES, type ConsolePath } from '../console-pages.ts';

/** Where in the console the page is: in its address, so that a link leads there and signing in again returns there. */
export interface Place {
  readonly page: ConsolePath | null;
  /** What narrows it. MUST NOT name a patient: addresses are kept in histories and logs. */
  readonly search: string;
}

const MOVED = 'console-moved';
const BASE = '/console/';

function here(): Place {
  const { pathname, search } = window.location;
  const name = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : '';
  return { page: CONSOLE_PAGES.find(({ path }) => path === name)?.path ?? null, search };
}

/** Goes to a path below `/console/`, such as `findings?id=01J…`. */
export function go(path: string): void {
  window.history.pushState(null, '', BASE + path);
  window.dispatchEvent(new Event(MOVED));
}

/** The same without a way back: for an address that is none of a page's. */
export function goInstead(path: string): void {
  window.history.replaceState(null, '', BASE + path);
  window.dispatchEvent(new Event(MOVED));
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const moved = () => setPlace(here());
    for (const name of [MOVED, 'popstate']) window.addEventListener(name, moved);
    return () => {
      for (const name of [MOVED, 'popstate']) window.removeEventListener(name, moved);
    };
  }, []);
  return place;
}
