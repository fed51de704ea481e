import { useEffect, useMemo } from 'preact/hooks';
import { activityByAxis } from '../../generated/activity-by-axis.ts';
import type { ActivityAxis } from '../../generated/schema-types.ts';
import { Choice } from '../../parts/choice.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Plot } from '../../parts/plot.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useParam } from '../../use-param.ts';
import { CountedUntil } from './counted-until.tsx';
import { type Measure, plotSeries } from './plot-series.ts';
import { Waiting } from './waiting.tsx';

const AXES: readonly (readonly [ActivityAxis, string])[] = [
  ['ROLE', 'Role'],
  ['PURPOSE', 'Purpose'],
  ['CATEGORY', 'Category'],
  ['CLIENT', 'Client'],
  ['DECISION', 'Decision'],
  ['REASON', 'Reason'],
];
const MEASURES: readonly (readonly [Measure, string])[] = [
  ['given', 'Given'],
  ['masked', 'Given masked'],
  ['refused', 'Refused'],
];
const NOTES: Readonly<Partial<Record<ActivityAxis, string>>> = Object.freeze({
  ROLE: 'Whoever acts in two roles counts in both.',
  PURPOSE: 'BTG stands for what was read through an opened glass.',
  CATEGORY: 'A row of several categories counts under all of them together.',
  REASON: 'A request refused as a whole counts under its error code.',
});

export interface ActivityByAxisProps {
  readonly since: string;
  /** It is there, or will not be. */
  readonly onAnswered: () => void;
}

/** Who, for what, which kind of data: one of them at a time. */
export function ActivityByAxis({ since, onAnswered }: ActivityByAxisProps) {
  const [byNamed, setBy] = useParam('by');
  const [countNamed, setCount] = useParam('count');
  const [axis, axisName] = AXES.find(([one]) => one === byNamed) ?? ['ROLE', 'Role'];
  const [measure, measureName] = MEASURES.find(([one]) => one === countNamed) ?? ['given', 'Given'];
  const answer = useAnswer(activityByAxis, { by: axis, since });
  const activity = answer.data?.ledger?.activity ?? null;
  const series = useMemo(
    () => (activity === null ? [] : plotSeries(activity.series, measure)),
    [activity, measure],
  );
  useEffect(() => {
    if (!answer.loading) onAnswered();
  }, [answer.loading, onAnswered]);
  const label = `Fields ${measureName.toLowerCase()}, by day and ${axisName.toLowerCase()}`;
  return (
    <Section title="By whom, for what, of which kind" about={NOTES[axis]}>
      <div class="fields">
        <Choice
          label="By"
          value={axis}
          onChange={(next) => setBy(next === 'ROLE' ? null : next)}
          options={AXES}
        />
        <Choice
          label="Fields"
          value={measure}
          onChange={(next) => setCount(next === 'given' ? null : next)}
          options={MEASURES}
        />
      </div>
      <Waiting answer={answer} label="Adding up the days" />
      {activity !== null && series.length === 0 && (
        <Empty>No field was {measureName.toLowerCase()} in this time.</Empty>
      )}
      {activity !== null && series.length > 0 && (
        <Plot label={label} days={activity.days} series={series} kind="bars" />
      )}
      {activity !== null && <CountedUntil activity={activity} onAgain={answer.refresh} />}
    </Section>
  );
}
