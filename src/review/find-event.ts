import { UpstreamUnavailableError } from '../errors.ts';
import type { LedgerEvent, TenantLedger } from '../ledger/index/tenant-ledger.ts';
import { ulidTime } from '../ledger/verify/ulid-time.ts';

/** `<record>.<ordinal>`: the record's id is a ULID, which begins with the time at which it was made. */
const EVENT = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\.(?:0|[1-9][0-9]{0,15})$/;

/** An operation's time is its beginning, and its record is made at its end. */
const BEFORE = 60_000;
const PAGE = 200;
/** Events of one tenant in that time that are looked through. */
const MOST_PAGES = 500;

export function isEventId(id: string): boolean {
  return EVENT.test(id);
}

/**
 * One event of a tenant's ledger, which MUST have been put on record to be looked for.
 * @returns `null`: there is none of this id.
 * @throws UpstreamUnavailableError when the ledger gives no answer for now.
 */
export async function findEvent(
  ledger: Pick<TenantLedger, 'events'>,
  id: string,
): Promise<LedgerEvent | null> {
  const [, record] = EVENT.exec(id) ?? [];
  if (record === undefined) return null;
  const made = ulidTime(record);
  const around = { since: made - BEFORE, until: made + 1 };
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Awaited<ReturnType<TenantLedger['events']>> = await ledger.events('events', around, {
      first: PAGE,
      after,
    });
    const found = page.rows.find((row) => row.record.id === id);
    if (found !== undefined) return found.record;
    after = page.rows.at(-1)?.position ?? null;
    if (!page.hasNextPage || after === null) return null;
  }
  throw new UpstreamUnavailableError('more events in one minute than are looked through');
}
