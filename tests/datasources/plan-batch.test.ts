import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { tenantItemKeys } from '../../datasources/dynamodb/item-keys.ts';
import { planBatch, targetOf } from '../../datasources/dynamodb/plan-batch.ts';
import { membership, resource } from './resources.ts';

it('plans a team with more members than a call may have arguments', () => {
  const key = randomBytes(32);
  const context = {
    itemKeys: tenantItemKeys('riverside'),
    tenantKeys: {
      tenant: 'riverside',
      current: '1',
      versions: new Map(),
      secrets: { index: key, records: key },
    },
    random: randomBytes,
  };
  const memberships = Array.from({ length: 200_000 }, (_, at) =>
    membership(`Practitioner/${at}`, 'CareTeam/t'),
  );
  const target = targetOf(context, resource('CareTeam', 't', null, { memberships }), () => null);
  const { outcomes, puts } = planBatch(context, [target], new Map(), 0, () => false);
  expect(outcomes).toEqual(['stored']);
  expect(puts).toHaveLength(memberships.length);
});
