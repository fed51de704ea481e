import { describe, expect, it } from 'vitest';
import { AccessVector } from '../src/access/access-vector.ts';
import { OperationAccess } from '../src/access/operation-access.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../src/access/tenant-settings.ts';
import { createActing } from '../src/acting.ts';
import type { Actor } from '../src/identity/actor.ts';
import { accessClass, CLINIC_MODEL, situation } from './access/clinic-model.ts';
import { actor, RememberingLedger } from './support/small-gateway.ts';

const NO_DATA = {
  facts: () => {
    throw new Error('not asked');
  },
};

function acting() {
  const asked: Actor[] = [];
  const alerts: unknown[] = [];
  const ledger = new RememberingLedger();
  const vector = new AccessVector(CLINIC_MODEL, accessClass());
  const who = actor();
  const made = createActing({
    actor: who,
    access: new OperationAccess({
      actor: who,
      vector,
      facts: NO_DATA,
      situationOf: () => situation(0),
      now: 0,
    }),
    policy: {
      version: 'v1',
      narrow: (grants) => grants,
      grantsRole: () => true,
      settings: DEFAULT_ACCESS_SETTINGS,
      isAssured: () => true,
      situationOf: () => situation(0),
      revealSeconds: () => null,
      insights: null,
    },
    request: 'request-1',
    append: (record) => ledger.append(record),
    header: async () => ({
      id: 'record-1',
      time: '2026-03-01T12:00:00.000Z',
      request: 'request-1',
      network: null,
      address: null,
      document: null,
      operation: null,
      policyVersion: 'v1',
    }),
    commands: () => null,
    dataAs: (other) => {
      asked.push(other);
      return NO_DATA;
    },
    newId: () => 'new',
    alert: (event, about) => alerts.push({ event, ...about }),
  });
  return { made, ledger, asked, alerts };
}

const ACT = { coordinate: 'Mutation.act', subject: 'ada', resource: { type: 'Patient', id: 'ada' } };

describe('acting', () => {
  it('reads in the tenant of the token, whoever is explained', () => {
    const { made, asked } = acting();
    made.dataAs(actor({ tenant: 'lakeside', id: 'other' }));
    expect(asked).toMatchObject([{ tenant: 'riverside', id: 'other' }]);
  });

  it('records an act as the actor’s own, durable before it goes on', async () => {
    const { made, ledger } = acting();
    await made.record(ACT);
    expect(ledger.records).toMatchObject([{ kind: 'privileged', actor: 'user-1', tenant: 'riverside' }]);
    expect(() => made.assertRecorded()).not.toThrow();
  });

  it('remembers an act that could not be recorded, whoever swallows the error', async () => {
    const { made, ledger } = acting();
    ledger.failWith = new Error('gone');
    await made.record(ACT).catch(() => {});
    ledger.failWith = null;
    await made.record(ACT);
    expect(() => made.assertRecorded()).toThrow(expect.objectContaining({ code: 'LEDGER_UNAVAILABLE' }));
  });

  it('tells of a glass by ids alone', () => {
    const { made, alerts } = acting();
    made.alert('glass-1');
    expect(alerts).toEqual([
      { event: 'break_glass.opened', request: 'request-1', tenant: 'riverside', glass: 'glass-1' },
    ]);
  });
});
