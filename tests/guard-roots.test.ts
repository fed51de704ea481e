import { describe, expect, it } from 'vitest';
import { AccessVector } from '../src/access/access-vector.ts';
import { expandRecord } from '../src/ledger/expand-record.ts';
import { ROOT_RULES } from '../src/root-rules.ts';
import { accessClass } from './access/clinic-model.ts';
import { lineGateway } from './support/line-gateway.ts';
import { shippedModel } from './support/shipped-model.ts';
import { actor } from './support/small-gateway.ts';

const BIRTH_DATE = { query: '{ patient(id: "ada") { birthDate } ping }' };

describe('a root field', () => {
  it('is refused before its resolver where its rule says no, and others go on', async () => {
    const { ask, ledger } = await lineGateway({ rootRules: () => ({ 'Query.patient': () => false }) });
    const { body } = await ask({ body: BIRTH_DATE });
    expect(body.data).toEqual({ patient: null, ping: 'pong' });
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    const [record, ...others] = ledger.records;
    expect(others).toEqual([]);
    expect([...expandRecord(record ?? expect.fail('no record'))]).toMatchObject([
      { coordinate: 'Query.patient', decision: 'DENY', reason: 'ROLE', subject: null, actor: 'user-1' },
    ]);
  });

  it('is for an actor with a role', async () => {
    const { ask } = await lineGateway({ authenticate: async () => actor({ roles: [] }) });
    const { body } = await ask({ body: { query: '{ ping }' } });
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('findPatient', () => {
  it('is for those alone who hold a grant on what it shows', async () => {
    const model = await shippedModel();
    const may = (role: string) => {
      const vector = new AccessVector(model, accessClass({ roles: [role] }));
      const rule: unknown = ROOT_RULES(model)['Query.findPatient'];
      if (typeof rule !== 'function') throw new Error('no rule');
      return Reflect.apply(rule, null, [{ access: { vector } }]);
    };
    for (const role of ['PHYSICIAN', 'NURSE', 'REGISTRATION'])
      expect([role, may(role)]).toEqual([role, true]);
    for (const role of ['BILLING', 'RESEARCHER', 'PATIENT', 'PROXY', 'AUDITOR', 'SYSTEM_ADMIN', 'NOBODY']) {
      expect([role, may(role)]).toEqual([role, false]);
    }
  });
});
