import { expect, test } from 'vitest';
import { ConfigError } from '../../../src/config.ts';
import { HOLD_LIFTED, HOLD_SET, holdRecord } from '../../../src/ledger/keep/hold-record.ts';
import { BUNDLES, ENDED, SEGMENTS } from '../../../src/ledger/keep/pruned-things.ts';
import { classOf, isLasting } from '../../../src/ledger/keep/record-class.ts';
import { after, loadRetention } from '../../../src/ledger/keep/retention.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { sampleHold } from './sample-hold.ts';

const days = (from: string, until: number) => (until - Date.parse(from)) / 86_400_000;

test('six years of everything unless told otherwise', () => {
  const { spans, reason } = loadRetention({});
  expect(reason).toBeNull();
  for (const span of Object.values(spans)) {
    expect(new Date(after(Date.parse('2026-03-01T12:00:00Z'), span)).toISOString()).toBe(
      '2032-03-01T12:00:00.000Z',
    );
  }
});

test('classes are set one by one, in years of the calendar or in days', () => {
  const { spans } = loadRetention({ PHIELD_LEDGER_KEEP: 'operational=400d,disclosure=10y' });
  expect(days('2026-01-01', after(Date.parse('2026-01-01'), spans.operational))).toBe(400);
  expect(new Date(after(Date.parse('2024-02-29'), spans.disclosure)).toISOString().slice(0, 10)).toBe(
    '2034-03-01',
  );
  expect(spans.denial).toEqual({ count: 6, unit: 'y' });
});

test.each(['disclosure=5y', 'disclosure=2191d', 'disclosure=1d'])(
  'less than six years of disclosures is refused without a reason: %s',
  (keep) => {
    expect(() => loadRetention({ PHIELD_LEDGER_KEEP: keep })).toThrow(/PHIELD_LEDGER_KEEP_REASON/);
    const told = loadRetention({
      PHIELD_LEDGER_KEEP: keep,
      PHIELD_LEDGER_KEEP_REASON: 'Test data only (2026-11)',
    });
    expect(told.reason).toBe('Test data only (2026-11)');
  },
);

test('six years are six years in days, too, and other classes need no reason', () => {
  for (const keep of ['disclosure=6y', 'disclosure=2192d', 'denial=1y,privileged=1d,operational=1d'])
    expect(loadRetention({ PHIELD_LEDGER_KEEP: keep }).reason).toBeNull();
});

test.each([
  'disclosure',
  'disclosure=0y',
  'disclosure=-6y',
  'all=6y',
  'denial=6y,denial=7y',
  'denial=6 y',
  ' denial=6y',
  'denial=6m',
  'denial=999999d',
])('anything else stops the start: %s', (keep) => {
  expect(() => loadRetention({ PHIELD_LEDGER_KEEP: keep, PHIELD_LEDGER_KEEP_REASON: 'r' })).toThrow(
    ConfigError,
  );
});

test('a reason holds no line breaks and nothing that steers a terminal', () => {
  for (const reason of ['', 'a\nb', 'a\u2028b', '\u001b[2J', 'x'.repeat(201)]) {
    const env = { PHIELD_LEDGER_KEEP: 'disclosure=1y', PHIELD_LEDGER_KEEP_REASON: reason };
    expect(() => loadRetention(env)).toThrow(ConfigError);
  }
});

test('an operation that was shown anything is a disclosure; one that was refused everything is a denial', () => {
  const field = (decision: 'PERMIT' | 'MASK' | 'DENY') =>
    sampleRecord({
      shapes: [
        {
          type: 'P',
          via: null,
          fields: [
            ['P.a', null, 'DENY', 'REDACT', 'ROLE', null],
            ['P.b', null, decision, 'NONE', 'GRANT', null],
          ],
        },
      ],
    });
  expect(classOf(field('PERMIT'))).toBe('disclosure');
  expect(classOf(field('MASK'))).toBe('disclosure');
  expect(classOf(field('DENY'))).toBe('denial');
  expect(classOf(sampleRecord({ kind: 'privileged' }))).toBe('privileged');
  expect(classOf(sampleRecord({ kind: 'refusal' }))).toBe('operational');
});

const ACT = {
  id: 'r1',
  time: '2026-11-21T10:00:00.000Z',
  actor: 'operator',
  client: 'phield-cli',
  subject: null,
};

test.each([
  [BUNDLES, `0-3:${'a'.repeat(43)}`],
  [SEGMENTS, `01JD00000000000000000000AA:1-2:${'a'.repeat(43)}`],
  [ENDED, `01JD00000000000000000000AA:1-2:${'a'.repeat(43)}`],
])('what says that something may be gone is never past its time: $coordinate', (thing, id) => {
  const act = { ...ACT, operation: 'retention_pruned', tenant: null };
  expect(isLasting(namingRecord(act, [{ ...thing, ids: [id] }]))).toBe(true);
});

test.each([HOLD_SET, HOLD_LIFTED] as const)('nor is a hold: %s', (operation) => {
  expect(isLasting(holdRecord({ ...ACT, operation }, sampleHold()))).toBe(true);
});

test.each(['retention_pruned', HOLD_SET, HOLD_LIFTED])(
  'an act of an operation that a client named %s has its time like any other',
  (operation) => {
    expect(isLasting(sampleRecord({ kind: 'privileged', operation }))).toBe(false);
    const id = `0-3:${'a'.repeat(43)}`;
    const named = [{ type: 'LedgerBundle', coordinate: 'Query.whoSawMyRecord', ids: [id] }];
    expect(isLasting(namingRecord({ ...ACT, operation, tenant: null }, named))).toBe(false);
  },
);
