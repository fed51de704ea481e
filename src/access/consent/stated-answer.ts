import type { Json } from '../../is-json.ts';
import type { Interval, Provision, ProvisionType } from './consent.ts';
import {
  DECISION_EXTENSION,
  extensionsOf,
  PERIOD_EXTENSION,
  WITHDRAWAL_EXTENSION,
} from './consent-extensions.ts';
import { ConsentReading } from './consent-reading.ts';

/** What a consent without a rule says, in extensions. */

/** A denial before a permission; `null`: none is stated. */
export function statedDecision(resource: Json): ProvisionType | null {
  const codes = extensionsOf(resource, DECISION_EXTENSION).map(({ valueCode }) => valueCode);
  if (codes.includes('deny')) return 'deny';
  return codes.includes('permit') ? 'permit' : null;
}

/** `null`: always. UNREADABLE: it MUST NOT permit. */
export function statedPeriod(resource: Json): Interval | 'UNREADABLE' | null {
  const [period, other] = extensionsOf(resource, PERIOD_EXTENSION);
  if (period === undefined) return null;
  if (other !== undefined) return 'UNREADABLE';
  return new ConsentReading().period(period.valuePeriod) ?? 'UNREADABLE';
}

/** Whether it looks at nothing of a row and at nobody who asks: it is about its purposes as such. */
export function isWhole({ actors, labels, dataPeriod, data, classes, codes }: Provision): boolean {
  return (
    dataPeriod === null && [actors, labels, data, classes, codes].every((criterion) => criterion.length === 0)
  );
}

/** Withdrawn, and no other consent took its place. */
export function isWithdrawn(resource: Json): boolean {
  const [withdrawal] = extensionsOf(resource, WITHDRAWAL_EXTENSION);
  return withdrawal !== undefined && extensionsOf(withdrawal, 'supersededBy').length === 0;
}
