import uPlot from 'uplot';

export interface Drawn {
  readonly days: readonly string[];
  /** `at`: the place in the legend, which the colour follows. */
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly at: number;
  }[];
  readonly kind: 'lines' | 'bars';
  /** Told which day the pointer is on; `null`: none. */
  readonly onDay: (at: number | null) => void;
}

const HEIGHT = 260;
/** Of what is counted there are no halves. */
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
/** Seconds. */
const DAY = 86_400;

/** Draws into an element, follows its width and the page's colours. @returns what takes the drawing away. */
export function drawPlot(element: HTMLElement, drawn: Drawn): () => void {
  let plot: uPlot | null = null;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(optionsOf(element, drawn), dataOf(drawn), element);
  };
  draw();
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }));
  resized.observe(element);
  scheme.addEventListener('change', draw);
  window.addEventListener('console-theme', draw);
  return () => {
    resized.disconnect();
    scheme.removeEventListener('change', draw);
    window.removeEventListener('console-theme', draw);
    plot?.destroy();
  };
}

/** Stacked: each series is drawn from the ground to the sum of itself and all below, the highest first. */
function dataOf({ days, series, kind }: Drawn): uPlot.AlignedData {
  const moments = days.map((day) => Date.parse(`${day}T00:00:00`) / 1000);
  if (kind === 'lines') return [moments, ...series.map(({ values }) => [...values])];
  let below: readonly number[] = days.map(() => 0);
  const sums = series.map(({ values }) => {
    below = below.map((value, at) => value + (values[at] ?? 0));
    return [...below];
  });
  return [moments, ...sums.toReversed()];
}

function optionsOf(element: HTMLElement, { series, kind, onDay }: Drawn): uPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  // Bars stand about their day, so the first and the last need room.
  const margin = kind === 'bars' ? DAY * 0.6 : 0;
  const inOrder = kind === 'bars' ? series.toReversed() : series;
  const bars = kind === 'bars' ? uPlot.paths.bars?.({ size: [0.8, 48] }) : undefined;
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: kind === 'lines' } },
    hooks: { setCursor: [({ cursor }) => onDay(cursor.idx ?? null)] },
    scales: {
      x: { time: true, range: (_plot, least, most) => [least - margin, most + margin] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, (most ?? 1) * 1.05)] },
    },
    axes: [
      { ...axis, values: (_plot, splits) => splits.map(dayOf) },
      { ...axis, size: 64, incrs: WHOLE_STEPS, values: (_plot, splits) => splits.map(shortened) },
    ],
    series: [
      {},
      ...inOrder.map(({ name, at }) => {
        const own = colour(`--series-${at % 8}`);
        return {
          label: name,
          stroke: own,
          width: kind === 'bars' ? 0 : 2,
          points: { show: false },
          ...(bars && { fill: own, paths: bars }),
        };
      }),
    ],
  };
}

/** `12 Jan`, and nothing for what is between two days. */
function dayOf(moment: number): string {
  const date = new Date(moment * 1000);
  const isDay = date.getHours() === 0 && date.getMinutes() === 0;
  return isDay ? date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }) : '';
}

function shortened(value: number): string {
  if (value >= 1_000_000) return `${trimmed(value / 1_000_000)}M`;
  return value >= 10_000 ? `${trimmed(value / 1_000)}k` : trimmed(value);
}

function trimmed(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}
