import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventFilter } from '../../../src/ledger/event-filter.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import { type ExportOptions, exportLines } from '../../../src/ledger/export/export-lines.ts';
import type { ExportSource } from '../../../src/ledger/export/export-source.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import type { Finding } from '../../../src/ledger/segments/ledger-item.ts';
import { anyRecord } from '../any-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { fhirSchema } from './fhir-schema.ts';
import { parseCsv } from './parse-csv.ts';
import { sourceOf } from './source-of.ts';

const FINDING: Finding = { kind: 'finding', code: 'DAMAGED', file: 'f', offset: 1, after: null };

async function exported(
  items: readonly (OperationRecord | Finding)[],
  options: Partial<ExportOptions> & Pick<ExportOptions, 'format'>,
): Promise<string> {
  let text = '';
  for await (const piece of exportLines(sourceOf(items), {
    filter: {},
    site: { gateway: 'gw.example', isThirdParty: () => false },
    bundleType: 'batch',
    bundleSize: 500,
    onFinding: () => undefined,
    onCount: () => undefined,
    ...options,
  })) {
    text += piece;
  }
  return text;
}

const linesOf = (text: string) => text.split('\n').filter(Boolean);

describe('NDJSON', () => {
  it('is the events, one a line, whatever stands in them', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord(), async (record) => {
        const text = await exported([record], { format: 'ndjson' });
        expect(text).not.toMatch(/[\u2028\u2029\u0085\r]/);
        const parsed = linesOf(text).map((line) => JSON.parse(line));
        expect(parsed).toEqual(JSON.parse(JSON.stringify([...expandRecord(record)])));
      }),
    );
  });

  it('has each unit of what is not to be seen or turns text round by its escape', async () => {
    const actor = 'a\u202eb\u2066\ufeff\u{e0001}\u{1d173}\u00ad\u2028z';
    const text = await exported([sampleRecord({ actor })], { format: 'ndjson' });
    expect(text).toContain(String.raw`"a\u202eb\u2066\ufeff\udb40\udc01\ud834\udd73\u00ad\u2028z"`);
    expect(JSON.parse(linesOf(text)[0] ?? '').actor).toBe(actor);
  });

  it('has what passes the filter and nothing else', async () => {
    const filter: EventFilter = { patient: 'p2' };
    const text = await exported([sampleRecord()], { format: 'ndjson', filter });
    const events: LedgerEvent[] = linesOf(text).map((line) => JSON.parse(line));
    expect(events.map(({ subject }) => subject)).toEqual(['p2', 'p2']);
  });
});

describe('CSV', () => {
  it('has one line for each event and as many cells in each, whatever stands in them', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord(), async (record) => {
        const rows = parseCsv(await exported([record], { format: 'csv' }));
        expect(rows).toHaveLength(1 + [...expandRecord(record)].length);
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])('is no formula: %j', async (actor) => {
    const [header, first] = parseCsv(await exported([sampleRecord({ actor })], { format: 'csv' }));
    const cell = first?.[header?.indexOf('actor') ?? -1];
    expect(cell).toBe(`'${actor}`);
  });

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a; "=1', 'a;\' "=1'],
    ['a;@x;b', "a;'@x;b"],
    ['a\u202eb', 'a\ufffdb'],
  ])('is none behind a semicolon either, and nothing unseen: %j', async (actor, shown) => {
    const [header, first] = parseCsv(await exported([sampleRecord({ actor })], { format: 'csv' }));
    expect(first?.[header?.indexOf('actor') ?? -1]).toBe(shown);
  });

  it('names its columns and keeps every value', async () => {
    const rows = parseCsv(await exported([sampleRecord({ actor: 'a "b", c' })], { format: 'csv' }));
    const [header = [], first = []] = rows;
    const row = Object.fromEntries(header.map((name, index) => [name, first[index]]));
    expect(row).toMatchObject({
      id: '01JD0000000000000000000001.0',
      actor: 'a "b", c',
      roles: 'PHYSICIAN',
      assurance: 'mfa pwd',
      subject: 'p1',
      resourceType: 'Patient',
      resourceId: 'p1',
      coordinate: 'Patient.name',
      decision: 'PERMIT',
      grant: 'PhiCategory.DEMOGRAPHICS#1',
      count: '1',
    });
  });
});

describe('AuditEvents and Bundles', () => {
  it('are a Bundle for so many events, valid R4, to be posted or kept', async () => {
    const valid = fhirSchema('Bundle');
    const records = [1, 2, 3].map((n) => sampleRecord({ id: `01JD000000000000000000000${n}` }));
    for (const bundleType of ['batch', 'collection'] as const) {
      const text = await exported(records, { format: 'bundle', bundleType, bundleSize: 4 });
      const bundles = linesOf(text).map((line) => JSON.parse(line));
      expect(bundles.map(({ entry }) => entry.length)).toEqual([4, 4, 4, 3]);
      for (const bundle of bundles) {
        expect(valid(bundle) ? [] : valid.errors).toEqual([]);
        expect(bundle.type).toBe(bundleType);
        const requests = bundle.entry.map(({ request }: { request?: unknown }) => request);
        const post = { method: 'POST', url: 'AuditEvent' };
        expect(requests).toEqual(requests.map(() => (bundleType === 'batch' ? post : undefined)));
      }
      const urls = bundles.flatMap(({ entry }) => entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl));
      expect(new Set(urls).size).toBe(15);
      for (const url of urls)
        expect(url).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-/);
      expect(await exported(records, { format: 'bundle', bundleType, bundleSize: 4 })).toBe(text);
    }
  });

  it('are the same events, whoever else they are asked for with', async () => {
    const all = linesOf(await exported([sampleRecord()], { format: 'auditevent' }));
    const filter: EventFilter = { patient: 'p2' };
    const some = linesOf(await exported([sampleRecord()], { format: 'auditevent', filter }));
    expect(some).toEqual(all.slice(3));
    const named: EventFilter = { patient: ['p2', '~another'] };
    expect(linesOf(await exported([sampleRecord()], { format: 'auditevent', filter: named }))).toEqual(some);
  });
});

describe('on the way', () => {
  it('damage is told and what is whole is written', async () => {
    const told: Finding[] = [];
    const counts: unknown[] = [];
    const text = await exported([sampleRecord(), FINDING, sampleRecord({ id: 'r2' })], {
      format: 'ndjson',
      onFinding: (finding) => told.push(finding),
      onCount: (count) => counts.push(count),
    });
    expect(told).toEqual([FINDING]);
    expect(linesOf(text)).toHaveLength(10);
    expect(counts.at(-1)).toEqual({ records: 2, events: 10 });
  });

  it.each(['ndjson', 'csv', 'auditevent', 'bundle'] as const)('%s comes piece by piece', async (format) => {
    let given = 0;
    const endless: ExportSource = (async function* () {
      for (;;) {
        given += 1;
        yield { kind: 'record', record: sampleRecord({ id: `r${given}` }), firstOrdinal: 0 } as const;
      }
    })();
    const options = {
      format,
      filter: {},
      site: { gateway: 'gw.example', isThirdParty: () => false },
      bundleType: 'batch',
      bundleSize: 20,
      onFinding: () => undefined,
      onCount: () => undefined,
    } as const;
    let pieces = 0;
    for await (const piece of exportLines(endless, options)) {
      expect(piece.length).toBeLessThan(100_000);
      pieces += 1;
      if (pieces === 10) break;
    }
    expect(given).toBeLessThanOrEqual(40);
  });
});
