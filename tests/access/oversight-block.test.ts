import { expect, test } from 'vitest';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { DEFAULT_REVIEW } from '../../src/access/oversight-block.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { overlayFindings } from './overlay-findings.ts';

const model = await shippedModel();
const parse = (block: string) => parseTenantOverlay(`tenant: north\n${block}`, 't.yaml', model);

test('a tenant says by when reviews are due, and has the defaults for the rest', () => {
  expect(DEFAULT_REVIEW).toEqual({ breakGlassDays: 3, insightDays: 7, documentDays: 14 });
  expect(parse('').review).toBeUndefined();
  expect(parse('review: { breakGlassDays: 1 }').review).toEqual({ ...DEFAULT_REVIEW, breakGlassDays: 1 });
});

test('a tenant says how much of a role’s reading may be for what, of its own roles too', () => {
  const overlay = parse(
    'derivedRoles: { WARD: { base: NURSE, only: [LAB] } }\npurposeMix: { WARD: { HPAYMT: 0.1 }, NURSE: { HRESCH: 0 } }',
  );
  expect(overlay.purposeMix).toEqual({ WARD: { HPAYMT: 0.1 }, NURSE: { HRESCH: 0 } });
  const policy = createTenantPolicy(overlay, model);
  expect(policy.purposeMix).toEqual(overlay.purposeMix);
  expect(['WARD', 'NURSE', 'other'].map((role) => policy.baseOf?.(role))).toEqual([
    'NURSE',
    'NURSE',
    'other',
  ]);
});

test.each([
  ['review:\n  breakGlassDays: 0', 3],
  ['review:\n  breakGlassDays: 1.5', 3],
  ['review:\n  documentDays: 400', 3],
  ['review:\n  glassDays: 3', 3],
  ['purposeMix:\n  NURSE: { HPAYMT: 1.5 }', 3],
  ['purposeMix:\n  NURSE:\n    HPAYMT: half', 4],
  ['purposeMix:\n  NURSE: {}', 3],
  ['purposeMix:\n  NURSES: { HPAYMT: 0.5 }', 3],
  ['purposeMix:\n  NURSE:\n    TREAT: 1\n    PAYING: 0.5', 5],
  ['purposeMix:\n  NURSE:\n    constructor: 0.5', 4],
])('anything else stops the load with its line: %s', (block, line) => {
  expect(overlayFindings(`tenant: north\n${block}`, 't.yaml', model)[0]?.place).toEqual({
    file: 't.yaml',
    line,
  });
});
