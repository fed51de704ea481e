import { useMemo } from 'preact/hooks';
import { activityByAxis } from '../../generated/activity-by-axis.ts';
import { Amount } from '../../parts/amount.tsx';
import { Figures } from '../../parts/figures.tsx';
import { Plot } from '../../parts/plot.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { CountedUntil } from './counted-until.tsx';
import { overallSeries, sum } from './plot-series.ts';
import { Waiting } from './waiting.tsx';

/** Everything given and refused, and how much of it masked. */
export function ActivityOverall({ since }: { readonly since: string }) {
  const answer = useAnswer(activityByAxis, { by: 'DECISION' as const, since });
  const activity = answer.data?.ledger?.activity ?? null;
  const series = useMemo(() => (activity === null ? [] : overallSeries(activity.series)), [activity]);
  const [whole = 0, masked = 0, refused = 0] = series.map(({ values }) => sum(values));
  return (
    <Section
      title="Given and refused"
      about="Every field of a patient’s record that an operation gave or refused, and every request refused as a whole."
    >
      <Waiting answer={answer} label="Adding up the days" />
      {activity !== null && (
        <>
          <Figures
            figures={[
              { label: 'Fields given', value: <Amount of={whole + masked} /> },
              {
                label: 'Of them masked',
                value: <Amount of={masked} />,
                note: shareOf(masked, whole + masked),
              },
              {
                label: 'Fields refused',
                value: <Amount of={refused} />,
                note: `${shareOf(refused, whole + masked + refused)} asked for`,
              },
            ]}
          />
          <Plot label="Fields by day" days={activity.days} series={series} kind="bars" />
          <CountedUntil activity={activity} onAgain={answer.refresh} />
        </>
      )}
    </Section>
  );
}

function shareOf(part: number, all: number): string {
  const share = all === 0 ? 0 : part / all;
  return `${share.toLocaleString('en-GB', { style: 'percent', maximumFractionDigits: 1 })} of all`;
}
