import { useEffect, useRef, useState } from 'preact/hooks';
import { drawPlot } from '../draw-plot.ts';

export interface PlotSeries {
  readonly name: string;
  /** One for each day. */
  readonly values: readonly number[];
}

export interface PlotProps {
  /** What is drawn, such as `Fields disclosed by role`. */
  readonly label: string;
  /** `YYYY-MM-DD`, oldest first. */
  readonly days: readonly string[];
  /** At most eight are told apart; give the rest as one. */
  readonly series: readonly PlotSeries[];
  /** `bars` are stacked. */
  readonly kind: 'lines' | 'bars';
}

/** Numbers by day. A legend that hides and shows, and all numbers as a table for whoever does not see the picture. */
export function Plot({ label, days, series, kind }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [isTable, setIsTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const shown = series.map((one, index) => ({ ...one, at: index })).filter(({ name }) => !hidden.has(name));
    return drawPlot(element, { days, series: shown, kind, onDay: setAt });
  }, [days, series, kind, hidden]);
  const turn = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  return (
    <figure class="plot">
      <figcaption>
        {label}
        <span class="quiet">{at === null ? 'altogether' : days[at]}</span>
      </figcaption>
      <ul class="legend" aria-label="Series">
        {series.map(({ name, values }, index) => (
          <li key={name}>
            <button type="button" aria-pressed={!hidden.has(name)} onClick={() => turn(name)}>
              <span class={`swatch series-${index % 8}`} aria-hidden="true" />
              {name}
              <span class="amount">
                {(at === null ? sum(values) : (values[at] ?? 0)).toLocaleString('en-GB')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div ref={place} class="canvas" aria-hidden="true" />
      <details onToggle={({ currentTarget }) => setIsTable(currentTarget.open)}>
        <summary>As a table</summary>
        {isTable && <Numbers label={label} days={days} series={series} />}
      </details>
    </figure>
  );
}

function Numbers({ label, days, series }: Pick<PlotProps, 'label' | 'days' | 'series'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <caption class="hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, at) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {series.map(({ name, values }) => (
                <td key={name} class="number">
                  {(values[at] ?? 0).toLocaleString('en-GB')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
