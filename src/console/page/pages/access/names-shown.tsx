import type { ComponentChildren } from 'preact';

export interface NamesShownProps {
  readonly names: readonly string[];
  /** What they are, one and many. */
  readonly what: readonly [one: string, many: string];
  /** More are shown on asking. */
  readonly most?: number;
  /** In place of the names, where they are shown on asking. */
  readonly children?: ComponentChildren;
}

/** A few names, and the rest on asking. `*` stands for all. */
export function NamesShown({ names, what: [one, many], most = 4, children }: NamesShownProps) {
  if (names.length === 1 && names[0] === '*') return <>all</>;
  if (names.length <= most) return <>{names.join(', ')}</>;
  return (
    <details class="names">
      <summary>
        {names.length} {names.length === 1 ? one : many}
      </summary>
      {children ?? names.join(', ')}
    </details>
  );
}
