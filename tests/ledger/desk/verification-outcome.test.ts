import { expect, test } from 'vitest';
import {
  type LedgerVerification,
  readOutcome,
  writeOutcome,
} from '../../../src/ledger/desk/verification-outcome.ts';

const WHOLE: LedgerVerification = {
  state: 'done',
  at: 1_700_000_000_000,
  by: 'officer',
  ok: true,
  entries: 2_000_000,
  size: 2_000_123,
  findings: 0,
  firstBad: null,
  milliseconds: 90_500,
};

test.each<LedgerVerification>([
  WHOLE,
  { ...WHOLE, ok: false, findings: 3, firstBad: { code: 'BATCH_ROOT', index: 17 } },
  { ...WHOLE, ok: false, findings: 1, firstBad: { code: 'CHECKPOINT_MISSING', index: null }, size: null },
  { ...WHOLE, state: 'ended', ok: false, entries: 0, size: null },
])('an outcome is read as it was written: %j', (outcome) => {
  const id = writeOutcome(outcome);
  expect(id).toMatch(/^[A-Za-z0-9:_-]+$/);
  expect(readOutcome(id, outcome.by)).toEqual(outcome);
});

test.each([
  '',
  'riverside',
  'running:bad:1:0:0:-:0:-:-',
  `${writeOutcome(WHOLE)}:`,
  'done:ok:1:1:1:1:1:a b:-',
])('what is none is none: %j', (id) => {
  expect(readOutcome(id, null)).toBeNull();
});
