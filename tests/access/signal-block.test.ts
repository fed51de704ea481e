import { expect, test } from 'vitest';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { DEFAULT_SIGNALS } from '../../src/access/signal-block.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { overlayFindings } from './overlay-findings.ts';

const model = await shippedModel();
const parse = (block: string) => parseTenantOverlay(`tenant: north\n${block}`, 't.yaml', model);

test('a tenant sets of its signals what it wants, and has the defaults for the rest', () => {
  expect(parse('').signals).toBeUndefined();
  expect(parse('signals: {}').signals).toEqual(DEFAULT_SIGNALS);
  const block =
    'signals: { timeZone: Europe/Berlin, patientsPerHour: 80, vips: [p1], colleagues: { nurse-1: p2 } }';
  expect(parse(block).signals).toEqual({
    ...DEFAULT_SIGNALS,
    timeZone: 'Europe/Berlin',
    patientsPerHour: 80,
    vips: ['p1'],
    colleagues: { 'nurse-1': ['p2'] },
  });
  expect(Object.isFrozen(parse('signals: {}').signals)).toBe(true);
});

test.each([
  ['signals:\n  timeZone: Mars/Olympus', 3],
  ['signals:\n  workingHours: { from: 19, to: 7 }', 3],
  ['signals:\n  patientsPerHour: 0', 3],
  ['signals:\n  patients: 5', 3],
  ['signals:\n  clocks: [CCPA]', 3],
  ['signals:\n  vips: p1', 3],
])('anything else stops the load with its line: %s', (block, line) => {
  expect(overlayFindings(`tenant: north\n${block}`, 't.yaml', model)[0]?.place).toEqual({
    file: 't.yaml',
    line,
  });
});
