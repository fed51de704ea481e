import { useCallback, useState } from 'preact/hooks';
import './activity.css';
import { ActivityByAxis } from './activity-by-axis.tsx';
import { ActivityOverall } from './activity-overall.tsx';
import { DeclaredAgainstDone } from './declared-against-done.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { usePeriod } from './use-period.ts';

/**
 * What was given and refused by day, then what is declared beside what was done. The first is asked for first: sums over a
 * long time take the index longer, and would be in its way.
 */
export default function ActivityPage() {
  const period = usePeriod();
  const [isDrawn, setIsDrawn] = useState(false);
  const drawn = useCallback(() => setIsDrawn(true), []);
  return (
    <div class="activity-page">
      <PeriodChoice period={period} />
      <ActivityOverall since={period.since} />
      <ActivityByAxis since={period.since} onAnswered={drawn} />
      <DeclaredAgainstDone isTurn={isDrawn} />
    </div>
  );
}
