import { describe, expect, it } from 'vitest';
import type { Accounting, AccountingEntry } from '../../../../src/ledger/export/accounting/accounting.ts';
import { accountingPdf } from '../../../../src/ledger/export/accounting/accounting-pdf.ts';
import { readPdf } from './read-pdf.ts';

const ENTRY: AccountingEntry = {
  first: '2026-02-03T09:00:00.000Z',
  last: '2026-08-03T09:00:00.000Z',
  count: 1_200,
  recipient: {
    kind: 'person',
    id: 'res-one',
    roles: ['RESEARCHER', 'CARE_COORDINATOR'],
    client: 'outside-app',
    organization: 'Growth Charts Ltd.',
    address: '12 Long Street, Springfield',
  },
  purpose: 'HRESCH',
  categories: ['LAB'],
  description: 'laboratory results',
  records: ['r1'],
  ground: null,
};

function accountingOf(change: Partial<Accounting>): Accounting {
  return {
    mode: 'accounting',
    tenant: 'riverside',
    patient: 'demo-ada',
    period: { from: '2020-11-22T00:00:00.000Z', until: '2026-11-22T00:00:00.000Z' },
    generated: '2026-11-22T10:00:00.000Z',
    entries: [ENTRY],
    total: 1,
    leftOut: { careAndOperations: 1_234, individual: 1 },
    findings: [],
    gaps: [],
    ...change,
  };
}

async function pdf(change: Partial<Accounting> = {}): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of accountingPdf(accountingOf(change))) pieces.push(piece);
  return Buffer.concat(pieces);
}

const read = async (change: Partial<Accounting> = {}) => readPdf(await pdf(change));
/** As somebody reads it who does not see where lines end. */
const flow = (text: string) => text.replace(/\s+/g, ' ');

describe('the document for the patient', () => {
  it('says whose it is, for which time, what is on it and what is not', async () => {
    const { pages } = await read();
    expect(pages).toHaveLength(1);
    const text = flow(pages[0] ?? '');
    expect(text).toContain('Accounting of disclosures of your health information');
    expect(text).toContain('Organization: riverside Patient ID: demo-ada');
    // The end of a period is not in it.
    expect(text).toContain('Period: November 22, 2020 to November 21, 2026');
    expect(text).toContain('45 CFR 164.528');
    expect(text).toContain('to run our services: this happened 1,234 times in this period');
    expect(text).toContain('help care for you: this happened once in this period');
    expect(text).toContain('Page 1 of 1');
  });

  it('has a row for each entry, with what the rule asks for in plain words', async () => {
    const model = {
      ...ENTRY.recipient,
      kind: 'model' as const,
      id: 'a-model',
      organization: null,
      address: null,
    };
    const single = { ...ENTRY, last: ENTRY.first, count: 1, purpose: null, recipient: model };
    const { pages } = await read({ entries: [ENTRY, single] });
    const text = flow(pages.join('\n'));
    expect(text).toContain('Date Who received it What was given Why How often');
    expect(text).toContain(
      'First: Feb 3, 2026 Last: Aug 3, 2026 Growth Charts Ltd. 12 Long Street, Springfield for res-one ' +
        '(researcher, care coordinator) through outside-app Laboratory results Research 1,200 times',
    );
    expect(text).toContain(
      'Feb 3, 2026 The computer program (AI model) a-model asked through outside-app Laboratory results ' +
        'Not recorded once',
    );
  });

  it('has the times of a day’s accesses in the full report', async () => {
    const day = { ...ENTRY, count: 2, last: '2026-02-03T17:30:00.000Z' };
    const { pages } = await read({ mode: 'all', entries: [day, { ...day, last: day.first }] });
    const text = flow(pages.join('\n'));
    expect(text).toContain('Who has looked at your health record');
    expect(text).toContain('Date Who What was seen or done Why How often');
    expect(text).toContain('Feb 3, 2026, 09:00 to 17:30 Growth Charts');
    expect(text).toContain('Feb 3, 2026, 09:00 Growth Charts');
  });

  it('says that there was nothing', async () => {
    const { pages } = await read({ entries: [] });
    expect(flow(pages[0] ?? '')).toContain(
      'There were no disclosures in this period that the law asks us to list.',
    );
    const all = await read({ entries: [], mode: 'all' });
    expect(flow(all.pages[0] ?? '')).toContain('Nobody looked at your record in this period.');
  });

  it('says where it may lack something', async () => {
    const findings = [{ kind: 'finding', code: 'DAMAGED', file: 'f', offset: 0, after: null }] as const;
    expect(flow((await read({ findings })).pages[0] ?? '')).toContain('This list may not be complete');
    expect(flow((await read()).pages[0] ?? '')).not.toContain('may not be complete');
  });

  it.each([
    [
      { reason: 'pruned', until: '2021-03-04T23:00:00.000Z' },
      'Entries up to March 4, 2021 may have been removed',
    ],
    [{ reason: 'erased' }, 'This patient’s record was erased.'],
    [{ reason: 'unknown' }, 'We have no patient with this ID.'],
  ] as const)('says what is gone or was never there: %j', async (gap, words) => {
    const text = flow((await read({ gaps: [gap], entries: [] })).pages[0] ?? '');
    expect(text).toContain('This list may not be complete');
    expect(text).toContain(words);
  });

  it('of more entries than it can have is refused, with how many it can', async () => {
    const entries = Array.from({ length: 20_001 }, () => ENTRY);
    await expect(pdf({ entries })).rejects.toThrow('20001 entries are too many for one PDF (at most 20000)');
  });

  it('leaves memory page by page while it is made', async () => {
    let drawn = 0;
    const entries = Array.from({ length: 400 }, () => ({
      ...ENTRY,
      get purpose() {
        drawn += 1;
        return 'HRESCH';
      },
    }));
    const steps: number[] = [];
    for await (const _piece of accountingPdf(accountingOf({ entries }))) steps.push(drawn);
    // Counted once, then drawn, a page of rows at a time.
    expect(steps[0]).toBeLessThan(400 + 30);
    expect(steps.at(-1)).toBe(800);
    expect(new Set(steps).size).toBeGreaterThan(30);
  });

  it('cuts nothing off: long ids wrap, other scripts are shown, and what has no glyph by its code point', async () => {
    const id = `Иван-Ωμέγα-שלום-${'x'.repeat(230)}-end`;
    const recipient = { ...ENTRY.recipient, id, organization: '陈 e\u0301 \u202e\n\u0000' };
    const { pages } = await read({ entries: [{ ...ENTRY, recipient }] });
    const text = pages.join('').replace(/\s/g, '');
    expect(text).toContain(`forИван-Ωμέγα-`);
    expect(text).toContain(`${'x'.repeat(230)}-end(researcher`);
    expect(text).toContain('[U+9648]é[U+202E][U+A][U+0]');
  });

  it('numbers its pages, repeats the head of the table, and has all of 5,000 entries', async () => {
    const entries = Array.from({ length: 5_000 }, (_, n) => ({
      ...ENTRY,
      recipient: { ...ENTRY.recipient, id: `res-${n}` },
    }));
    const { pages } = await read({ entries });
    expect(pages.length).toBeGreaterThan(100);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      if (page.includes('for res-')) expect(page).toContain('Who received it');
    }
    const text = pages.join('\n');
    const missing = entries.filter(({ recipient }) => !text.includes(`for ${recipient.id}`));
    expect(missing).toEqual([]);
  }, 60_000);

  it('is for screen readers, too: language, title, headings, list and table are marked', async () => {
    const { objects } = await read();
    for (const mark of ['/Lang (en-US)', '/MarkInfo', '/StructTreeRoot', '/DisplayDocTitle true']) {
      expect(objects).toContain(mark);
    }
    for (const type of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD']) {
      expect(objects).toMatch(new RegExp(`/S /${type}\\b`));
    }
    expect(objects).toContain('/Scope /Column');
    expect(objects).toContain('/FontFile2');
  });

  it('is the same whenever it is made of the same', async () => {
    expect(Buffer.compare(await pdf(), await pdf())).toBe(0);
  });
});
