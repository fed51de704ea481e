import { useParam } from '../../use-param.ts';
import { daysBack } from './days-back.ts';

export const PERIODS = ['7', '30', '90'] as const;
const DEFAULT = '30';

export interface Period {
  readonly days: string;
  readonly set: (days: string) => void;
  /** Midnight, UTC, of its first day. Today is its last. */
  readonly since: string;
}

/** The days that the plots are of, from the page's address. */
export function usePeriod(): Period {
  const [named, setNamed] = useParam('days');
  const days = PERIODS.find((one) => one === named) ?? DEFAULT;
  return {
    days,
    set: (next) => setNamed(next === DEFAULT ? null : next),
    since: daysBack(Number(days) - 1, Date.now()),
  };
}
