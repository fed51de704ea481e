import type { ComponentChildren } from 'preact';

export interface Figure {
  readonly label: string;
  readonly value: ComponentChildren;
  /** What it is out of, since when, or what to make of it. */
  readonly note?: ComponentChildren;
}

/** A few numbers that matter, large. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span>{value}</span>
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
