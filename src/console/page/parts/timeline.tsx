import type { ComponentChildren } from 'preact';
import type { Tone } from './badge.tsx';
import { Moment } from './moment.tsx';

export interface TimelineItem {
  readonly key: string;
  readonly at: string;
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
  readonly tone?: Tone;
}

/** What happened, one below the other, in the order given, with a heading for each day. */
export function Timeline({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly TimelineItem[];
}) {
  return (
    <ol class="timeline" aria-label={label}>
      {items.map(({ key, at, title, text, tone = 'neutral' }) => (
        <li key={key} class={tone}>
          <Moment at={at} />
          <div>
            <p>{title}</p>
            {text !== undefined && <div class="quiet">{text}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
