import type { ConsoleActivityByAxisQuery } from '../../generated/activity-by-axis.ts';
import type { PlotSeries } from '../../parts/plot.tsx';

export type Activity = NonNullable<NonNullable<ConsoleActivityByAxisQuery['ledger']>['activity']>;
export type Measure = 'given' | 'masked' | 'refused';

/** As many as colours are told apart, the rest included. */
const MOST = 8;
const REST = 'other';

/** The names with the most, in that order, and the rest together as `other`. Names with nothing are left out. */
export function plotSeries(series: Activity['series'], measure: Measure): readonly PlotSeries[] {
  const named = series.map(({ name, [measure]: values }) => ({ name, values, total: sum(values) }));
  const most = named
    .filter(({ name, total }) => name !== REST && total > 0)
    .toSorted((one, next) => next.total - one.total);
  const rest = named.filter(({ name, total }) => name === REST && total > 0);
  if (most.length + rest.length <= MOST) return [...most, ...rest].map(toPlotted);
  const beyond = [...most.slice(MOST - 1), ...rest].map(({ values }) => values);
  return [
    ...most.slice(0, MOST - 1).map(toPlotted),
    { name: `other (${most.length - MOST + 1 + rest.length})`, values: together(beyond) },
  ];
}

/** What was given whole, given masked and refused, over all names: for axes on which nothing counts twice. */
export function overallSeries(series: Activity['series']): readonly PlotSeries[] {
  const given = together(series.map((one) => one.given));
  const masked = together(series.map((one) => one.masked));
  return [
    { name: 'whole', values: given.map((value, day) => value - (masked[day] ?? 0)) },
    { name: 'masked', values: masked },
    { name: 'refused', values: together(series.map(({ refused }) => refused)) },
  ];
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function together(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists;
  return first.map((value, day) => others.reduce((total, list) => total + (list[day] ?? 0), value));
}

function toPlotted({ name, values }: PlotSeries): PlotSeries {
  return { name: name === 'none' ? 'none stated' : name, values };
}
