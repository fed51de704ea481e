import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Ask } from './ask.ts';

/** Who is signed in, as the gateway says. */
export interface Me {
  readonly id: string;
  readonly roles: readonly string[];
  readonly tenant: string;
}

/** What a page has beside its own. */
export interface ConsoleContext {
  readonly ask: Ask;
  readonly me: Me;
  /** Goes to a page of the console: a path below `/console/`, with `?name=value` that name no patient. */
  readonly go: (path: string) => void;
}

export const CONSOLE = createContext<ConsoleContext | null>(null);

/** @throws outside of a page: that is a mistake of ours. */
export function useConsole(): ConsoleContext {
  const context = useContext(CONSOLE);
  if (context === null) throw new Error('outside of the console');
  return context;
}
