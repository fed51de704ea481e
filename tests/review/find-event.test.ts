import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { LedgerEvent, LedgerPage, PageOf } from '../../src/ledger/index/tenant-ledger.ts';
import { findEvent, isEventId } from '../../src/review/find-event.ts';
import { sampleRecord } from '../ledger/sample-record.ts';

const RECORD = '01JD0000000000000000000001';
const [ANY] = expandRecord(sampleRecord({ id: RECORD }));
const event = (id: string): LedgerEvent => {
  if (ANY === undefined) throw new Error('a record has events');
  return { ...ANY, id };
};

/** A ledger of pages. */
function ledgerOf(pages: readonly (readonly string[])[]) {
  const asked: (PageOf & { since: number | undefined; until: number | undefined })[] = [];
  const events = async (
    _view: string,
    { since, until }: { readonly since?: number; readonly until?: number },
    page: PageOf,
  ): Promise<LedgerPage<LedgerEvent>> => {
    asked.push({ ...page, since, until });
    const at = page.after === null ? 0 : Number(page.after);
    const rows = (pages[at] ?? []).map((id) => ({ record: event(id), position: String(at + 1) }));
    return { rows, hasNextPage: at + 1 < pages.length };
  };
  return { ledger: { events }, asked };
}

describe('an event by its id', () => {
  it.each([`${RECORD}.0`, `${RECORD}.12`])('%s is one', (id) => expect(isEventId(id)).toBe(true));

  it.each(['', 'r1.0', RECORD, `${RECORD}.`, `${RECORD}.01`, `${RECORD}.0 `, `x${RECORD}.0`, `${RECORD}.-1`])(
    '%s is none, and nothing is asked for it',
    async (id) => {
      const { ledger, asked } = ledgerOf([[id]]);
      expect(isEventId(id)).toBe(false);
      expect(await findEvent(ledger, id)).toBeNull();
      expect(asked).toEqual([]);
    },
  );

  it('is looked for around the time that its id tells, page by page, and no further than it takes', async () => {
    const { ledger, asked } = ledgerOf([['a.0', 'b.0'], [`${RECORD}.1`, `${RECORD}.0`], ['c.0']]);
    expect((await findEvent(ledger, `${RECORD}.0`))?.id).toBe(`${RECORD}.0`);
    expect(asked.map(({ after }) => after)).toEqual([null, '1']);
    const [{ since = 0, until = 0 } = {}] = asked;
    expect(until - since).toBeLessThan(120_000);
  });

  it('is not there where no page has it, though the record has others', async () => {
    const { ledger, asked } = ledgerOf([['a.0'], [`${RECORD}.1`]]);
    expect(await findEvent(ledger, `${RECORD}.0`)).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('is given up among more than are looked through, and not said to be none', async () => {
    const { ledger } = ledgerOf(Array.from({ length: 2_000 }, () => ['a.0']));
    await expect(findEvent(ledger, `${RECORD}.0`)).rejects.toThrow(UpstreamUnavailableError);
  });
});
