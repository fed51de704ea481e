import type { ConsoleActivityUsageQuery } from '../../generated/activity-usage.ts';

export type Usage = NonNullable<NonNullable<ConsoleActivityUsageQuery['ledger']>['usage']>;
