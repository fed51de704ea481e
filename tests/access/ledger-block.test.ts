import { expect, test } from 'vitest';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { overlayFindings } from './overlay-findings.ts';

const model = await shippedModel();
const parse = (block: string) => parseTenantOverlay(`tenant: north\n${block}`, 't.yaml', model);
const wanted = (block: string) => createTenantPolicy(parse(block), model).pseudonyms;

test('a tenant has pseudonyms in the ledger only where its file says so', () => {
  expect(wanted('')).toBe('none');
  expect(wanted('ledger: {}')).toBe('none');
  expect(wanted('ledger: { pseudonyms: patients }')).toBe('patients');
  expect(wanted('ledger: { pseudonyms: everyone }')).toBe('everyone');
});

test.each([
  ['ledger: { pseudonyms: some }', 2],
  ['ledger:\n  pseudonym: everyone', 3],
  ['ledger: { pseudonyms: [patients] }', 2],
  ['ledger:', 2],
])('anything else stops the load with its line: %s', (block, line) => {
  expect(overlayFindings(`tenant: north\n${block}`, 't.yaml', model).map(({ place }) => place.line)).toEqual([
    line,
  ]);
});
