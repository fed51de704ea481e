import { beforeAll, describe, expect, it } from 'vitest';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { type DecidedEvent, explainEvent } from '../../src/review/explain-event.ts';
import { cellDocuments } from './reality/cell-documents.ts';
import { type CellGateway, openCellGateway } from './reality/cell-gateway.ts';
import { actorOf } from './reality/cell-world.ts';
import { listFilterQuery, ROOT_FILTER_QUERY } from './reality/filter-documents.ts';

let gateway: CellGateway;
let overlay: TenantOverlay;
beforeAll(async () => {
  gateway = await openCellGateway();
  overlay = parseTenantOverlay('tenant: riverside', 'plain', gateway.model);
});

/** Who is let in somewhere, masked, refused for role, purpose and relationship, and let in through a glass. */
const ASKERS: readonly (readonly [role: string, purpose: string])[] = [
  ['PHYSICIAN', 'TREAT'],
  ['NURSE', 'BTG'],
  ['BILLING', 'HPAYMT'],
  ['RESEARCHER', 'HRESCH'],
  ['PATIENT', 'PATRQT'],
  ['PROXY', 'PATRQT'],
  ['SYSTEM', 'TREAT'],
  ['PRIVACY_OFFICER', 'HOPERAT'],
];

const REASONS = ['BREAK_GLASS', 'ERROR', 'GRANT', 'PURPOSE', 'RELATIONSHIP', 'ROLE'];

const EVENT: DecidedEvent = {
  roles: ['NURSE'],
  purpose: 'TREAT',
  coordinate: 'Observation.code',
  category: 'LAB',
  decision: 'PERMIT',
  mask: 'NONE',
  reason: 'GRANT',
  grant: 'PhiCategory.LAB#1',
};

describe('an event explained', () => {
  it('is given again by what was declared, whatever was decided', { timeout: 120_000 }, async () => {
    const reasons = new Set<string>();
    let explained = 0;
    for (const [role, purpose] of ASKERS) {
      const queries = [
        ...cellDocuments(gateway, role).map(({ query }) => query),
        listFilterQuery(gateway.model, 'stranger'),
        ROOT_FILTER_QUERY,
      ];
      const actor = actorOf(role, purpose);
      for (const query of queries) {
        for (const event of (await gateway.ask(actor, query)).events) {
          const told = explainEvent(gateway.model, overlay, event);
          if (told === null) continue;
          explained += 1;
          reasons.add(event.reason);
          if (!told.agrees) {
            const decisions = told.explanation.rows.map(({ category, decision }) => ({ category, decision }));
            expect({ event, decisions }).toBeNull();
          }
        }
      }
    }
    expect(explained).toBeGreaterThan(1_000);
    expect([...reasons].sort()).toEqual(REASONS);
  });

  it.each<[string, Partial<DecidedEvent>]>([
    ['more than is declared', { roles: ['AUDITOR'] }],
    ['another grant', { grant: 'PhiCategory.LAB#2' }],
    [
      'less masked',
      { coordinate: 'Patient.ssn', category: 'IDENTIFIER', roles: ['BILLING'], purpose: 'HPAYMT' },
    ],
    ['denied though nothing denies', { decision: 'DENY', mask: 'REDACT', reason: 'TENANT', grant: null }],
  ])('does not agree with %s', (_name, over) => {
    expect(explainEvent(gateway.model, overlay, { ...EVENT, ...over })?.agrees).toBe(false);
  });

  it.each(['SCOPE', 'ASSURANCE', 'RELATIONSHIP', 'CONSENT', 'LABEL'])(
    'supposes what the ledger does not hold where it was denied for %s',
    (reason) => {
      const denied = { ...EVENT, decision: 'DENY', mask: 'REDACT', reason, grant: null };
      expect(explainEvent(gateway.model, overlay, denied)?.agrees).toBe(true);
    },
  );

  it('tells of a relationship only what the grant names', () => {
    const told = explainEvent(gateway.model, overlay, EVENT);
    expect(told?.supposed.relationships).toEqual(['CARE_TEAM', 'TREATING']);
    expect(explainEvent(gateway.model, overlay, { ...EVENT, coordinate: null })).toBeNull();
    expect(explainEvent(gateway.model, overlay, { ...EVENT, coordinate: 'Observation.id' })).toBeNull();
  });

  it('knows a mask that was lifted for a recorded reason', () => {
    const text = [
      'tenant: riverside',
      'tighten:',
      '  - { roles: [BILLING], coordinates: [Patient.mrn], mask: PARTIAL, reveal: 60 }',
    ];
    const masking = parseTenantOverlay(text.join('\n'), 'masking', gateway.model);
    const mrn = { coordinate: 'Patient.mrn', category: 'IDENTIFIER', roles: ['BILLING'], purpose: 'HPAYMT' };
    const told = explainEvent(gateway.model, masking, { ...EVENT, ...mrn, grant: 'Patient.mrn#4' });
    expect([told?.agrees, told?.supposed.revealed]).toEqual([true, true]);
  });
});
