import { expect } from 'vitest';
import type { AuditEvent } from '../../../src/ledger/export/audit-event.ts';
import { rollUp } from '../../../src/ledger/export/roll-up.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { AuditEventJson, balpFindings } from './balp-rules.ts';
import { fhirSchema } from './fhir-schema.ts';

export const SITE = { gateway: 'gw.example', isThirdParty: (client: string) => client === 'outside-app' };
const valid = fhirSchema('AuditEvent');

/** The events of the sample record. */
export const rolledUp = (change: Partial<OperationRecord> = {}) => rollUp(sampleRecord(change), SITE);
export const asJson = (event: AuditEvent) => AuditEventJson.parse(JSON.parse(JSON.stringify(event)));
export const profileOf = (event: AuditEvent) => event.meta?.profile[0]?.split('BasicAudit.')[1] ?? null;

/** Valid R4, fit for their profiles, and each with an id of its own. */
export function expectFit(all: readonly AuditEvent[]): void {
  for (const event of all) {
    const json: unknown = JSON.parse(JSON.stringify(event));
    expect(valid(json) ? [] : valid.errors).toEqual([]);
    expect(balpFindings(AuditEventJson.parse(json))).toEqual([]);
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
}
