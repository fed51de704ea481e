import { expect, it } from 'vitest';
import { type ToldUsage, usageLines } from '../../src/cli/usage-lines.ts';

const NOTHING: ToldUsage = {
  tenant: 'north',
  since: '2026-01-01T00:00:00.000Z',
  knownSince: null,
  cells: [],
  denials: {},
  unused: [],
  overdue: [],
  purposeMix: [],
};
const linesOf = (told: Partial<ToldUsage>) => [...usageLines({ ...NOTHING, ...told })];

it('tells what is overdue and who read outside the mix, one line each, and nothing that steers a terminal', () => {
  const lines = linesOf({
    overdue: [{ kind: 'BREAK_GLASS', id: 'g1', since: 'then', due: 'later', actor: 'dr\u001b[2Jone' }],
    purposeMix: [
      {
        actor: 'n\u202e1',
        role: 'NURSE',
        purpose: 'HPAYMT',
        given: 60,
        share: 0.75,
        allowed: 0.25,
        usual: 0.1234,
      },
    ],
  });
  expect(lines).toContain('overdue BREAK_GLASS g1: of then by dr\ufffd[2Jone, was due later');
  expect(lines).toContain(
    'outside the purpose mix: n\ufffd1 as NURSE for HPAYMT: 75.0 % of what was read (60 fields); allowed 25.0 %, usual 12.3 %',
  );
});

it('says so where there is nothing', () => {
  expect(linesOf({})).toContain('The oldest record is of never; asked for from 2026-01-01T00:00:00.000Z.');
});
