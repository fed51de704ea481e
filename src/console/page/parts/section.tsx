import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface SectionProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly about?: ComponentChildren;
  /** Buttons and downloads, at the title's side. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page, with its heading. */
export function Section({ title, about, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {about !== undefined && <p class="quiet">{about}</p>}
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
