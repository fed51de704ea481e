import { Choice } from '../../parts/choice.tsx';
import { PERIODS, type Period } from './use-period.ts';

const OPTIONS = PERIODS.map((days) => [days, `${days} days`] as const);

export function PeriodChoice({ period: { days, set } }: { readonly period: Period }) {
  return <Choice label="Period of the plots" value={days} onChange={set} options={OPTIONS} />;
}
