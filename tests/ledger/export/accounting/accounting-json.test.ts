import { describe, expect, it } from 'vitest';
import { accountingJson } from '../../../../src/ledger/export/accounting/accounting-json.ts';
import { GROUNDS } from '../../../../src/ledger/export/accounting/purposes.ts';
import type { Finding } from '../../../../src/ledger/segments/ledger-item.ts';
import { account, at, read } from './small-accounting.ts';

describe('as JSON', () => {
  it('says what is counted, what is left out by which clause, and whether it is complete', async () => {
    const finding: Finding = { kind: 'finding', code: 'DAMAGED', file: 'f', offset: 1, after: null };
    const whole = accountingJson(await account([read('r1', 0), read('r2', 1, { purpose: 'TREAT' })]));
    expect(whole).toMatchObject({
      document: 'accounting of disclosures',
      rule: '45 CFR 164.528',
      tenant: 'riverside',
      patient: 'p1',
      period: { from: at(0), until: at(90) },
      complete: true,
      total: 1,
      leftOut: [
        { ground: 'careAndOperations', rule: GROUNDS.careAndOperations.rule, uses: 1 },
        { ground: 'individual', uses: 0 },
      ],
      entries: [{ purpose: { code: 'HRESCH', text: 'Research' }, count: 1 }],
    });
    expect(String(whole.counted)).toContain('164.528(a)(1)(iii)');
    expect(accountingJson(await account([finding, read('r1', 0)]))).toMatchObject({
      complete: false,
      total: 1,
    });
    const gaps = [{ reason: 'pruned', until: at(3) }] as const;
    expect(accountingJson(await account([read('r1', 0)], { gaps }))).toMatchObject({
      complete: false,
      gaps: [{ ...gaps[0], text: expect.stringContaining('may have been removed') }],
    });
    expect(accountingJson(await account([read('r1', 0)], { mode: 'all' }))).toMatchObject({
      document: 'access report',
      leftOut: [],
      entries: [{ accountedFor: true }],
    });
  });
});
