import { LedgerTally } from '../evidence/ledger-tally.ts';
import type { FoundRecord } from '../ledger/index/read-indexed.ts';
import type { Finding } from '../ledger/segments/ledger-item.ts';
import { describeFinding } from './describe-finding.ts';
import type { OpenedIndex } from './open-index.ts';

export interface LedgerForPack {
  readonly tally: LedgerTally;
  readonly damage: readonly string[];
}

export interface PackPeriod {
  readonly tenant: string;
  /** Milliseconds since the epoch; `to` is not included. */
  readonly from: number;
  readonly to: number;
  /** Whether the tenant’s file declares a purpose mix. */
  readonly mix: boolean;
}

/** A ledger that is damaged in many places is told of by its verification. */
const MOST_DAMAGE = 100;

/**
 * Counts what is on record of one tenant in a period. Acts are looked at from the beginning on: the period began under the
 * last of the policies, and with the glasses that nobody had reviewed.
 */
export async function readPackLedger(
  index: Pick<OpenedIndex, 'read'>,
  { tenant, from, to, mix }: PackPeriod,
  onRecords: (records: number) => void,
): Promise<LedgerForPack> {
  const tally = new LedgerTally({ mix });
  const damage = new Set<string>();
  let records = 0;
  const each = async (items: AsyncIterable<FoundRecord | Finding>, use: (item: FoundRecord) => void) => {
    for await (const item of items) {
      if (item.kind === 'finding') {
        if (damage.size < MOST_DAMAGE) damage.add(describeFinding(item));
        continue;
      }
      records += 1;
      onRecords(records);
      use(item);
    }
  };
  await each(index.read({ tenant, kinds: ['privileged'], until: from }), ({ record }) =>
    tally.before(record),
  );
  await each(index.read({ tenant, since: from, until: to }), ({ record, firstOrdinal }) => {
    tally.observe(record, firstOrdinal === 0);
  });
  return { tally, damage: [...damage] };
}
