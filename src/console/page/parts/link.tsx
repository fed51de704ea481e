import type { ComponentChildren } from 'preact';
import { go } from '../place.ts';

export interface LinkProps {
  /** A path below `/console/`, such as `findings?id=01J…`. MUST NOT name a patient. */
  readonly to: string;
  /** The page that is open. */
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link within the console: a plain click loads nothing, any other is the browser's. */
export function Link({ to, current = false, children }: LinkProps) {
  return (
    <a
      href={`/console/${to}`}
      {...(current && { 'aria-current': 'page' as const })}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
