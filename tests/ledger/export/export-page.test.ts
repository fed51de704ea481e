import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExportPosition } from '../../../src/ledger/desk/desk-jobs.ts';
import { exportLines } from '../../../src/ledger/export/export-lines.ts';
import { exportPage, type PageOptions } from '../../../src/ledger/export/export-page.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { MemoryLog } from '../index/memory-log.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';

const SITE = { gateway: 'phield', isThirdParty: () => false };

/** Thirty records: several at one moment, not in order of time in the log, one without a time. */
async function given() {
  const log = new MemoryLog();
  const index = new LedgerIndex(join(await tempDirectory(), 'ledger.sqlite'), () => undefined);
  const add = async (n: number, change = {}) => {
    const time = new Date(Date.UTC(2026, 1, 1, 0, 0, Math.floor(((n * 7) % 30) / 4))).toISOString();
    log.add(sampleRecord({ id: `r${n}`, request: `q${n}`, time, ...change }));
    await updateIndex(index, log);
  };
  for (let n = 0; n < 29; n += 1) await add(n);
  await add(29, { time: 'at noon' });
  const page = (after: ExportPosition | null, change: Partial<PageOptions> = {}) =>
    exportPage(index, {
      ...{ format: 'csv', filter: { tenant: 'riverside' }, site: SITE, first: 4, request: 'own' },
      ...{ mostBytes: 1_000_000, after },
      ...change,
    });
  const all = async (change: Partial<PageOptions> = {}, between = async () => {}) => {
    const pages = [await page(null, change)];
    for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
      await between();
      pages.push(await page(next, change));
    }
    return { pages, text: pages.map(({ text }) => text).join('') };
  };
  const atOnce = async (format: PageOptions['format'], filter = {}) => {
    const source = async function* () {
      for (const { record, firstOrdinal } of index.records({ tenant: 'riverside', ...filter })) {
        yield { kind: 'record', record, firstOrdinal } as const;
      }
    };
    let text = '';
    for await (const piece of exportLines(source(), {
      ...{
        format,
        filter: { tenant: 'riverside', ...filter },
        site: SITE,
        bundleType: 'batch',
        bundleSize: 1,
      },
      onFinding: () => undefined,
      onCount: () => undefined,
    })) {
      text += piece;
    }
    return text;
  };
  const spoil = async () => {
    log.bytes.push(Buffer.from('neither record nor head'));
    await updateIndex(index, log);
  };
  return { add, page, all, atOnce, spoil };
}

test.each(['csv', 'ndjson', 'auditevent'] as const)('pages of %s together are the export', async (format) => {
  const { all, atOnce } = await given();
  const { pages, text } = await all({ format });
  expect(pages).toHaveLength(8);
  expect(text).toBe(await atOnce(format));
  const lines = text.split('\n').length - 1 - (format === 'csv' ? 1 : 0);
  expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(lines);
});

test('a filter that begins somewhere holds on every page', async () => {
  const { all, atOnce } = await given();
  const filter = { since: Date.UTC(2026, 1, 1, 0, 0, 2), patient: 'p2' };
  const { text } = await all({ filter: { tenant: 'riverside', ...filter }, first: 3 });
  expect(text).toBe(await atOnce('csv', filter));
});

test('what is logged meanwhile is on no page, wherever it would stand', async () => {
  const { all, atOnce, add } = await given();
  const before = await atOnce('ndjson');
  let n = 100;
  const { text } = await all({ format: 'ndjson' }, async () => {
    n += 1;
    await add(n);
  });
  expect(text).toBe(before);
});

test('a page ends before it is too long, and none is empty', async () => {
  const { all, atOnce } = await given();
  const one = (await atOnce('ndjson')).length / 30;
  const { pages, text } = await all({ format: 'ndjson', first: 1000, mostBytes: Math.ceil(one * 5) });
  expect(text).toBe(await atOnce('ndjson'));
  for (const page of pages) {
    expect(page.count).toBeGreaterThan(0);
    expect(JSON.stringify(page.text).length).toBeLessThanOrEqual(one * 5 * 1.05);
  }
  const single = await all({ format: 'ndjson', first: 1000, mostBytes: 10 });
  expect(single.pages).toHaveLength(30);
  expect(single.text).toBe(text);
});

test('what the request itself left is not shown', async () => {
  const { all } = await given();
  const { text } = await all({ request: 'q7' });
  expect(text).toContain('"r8.0"'.replaceAll('"', ''));
  expect(text).not.toContain('r7.0');
});

test('where entries of the log cannot be read, each page says so', async () => {
  const { all, spoil } = await given();
  await spoil();
  const { pages } = await all();
  expect(new Set(pages.map(({ complete }) => complete))).toEqual(new Set([false]));
});

test('another tenant’s has the header alone', async () => {
  const { all } = await given();
  const { pages, text } = await all({ filter: { tenant: 'lakeside' } });
  expect(pages).toEqual([{ text, count: 0, next: null, complete: true }]);
  expect(text.split('\r\n')).toHaveLength(2);
});
