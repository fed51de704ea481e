import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedStore } from '../support/test-stores.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { consent, consentResource } from './consent-resources.ts';
import { dyingProcess } from './dying-process.ts';
import { PLAIN_ROWS, patient } from './resources.ts';

/** More calls than any command makes. */
const LIFE = 20;

describe('a command whose process dies at some call', () => {
  let backend: DynamoBackend;
  let endpoint: string;
  beforeAll(async () => {
    backend = await openDynamoBackend({
      name: 'dynalite',
      async start(): Promise<StartedStore> {
        const store = await DYNALITE.start();
        endpoint = store.endpoint;
        return store;
      },
    });
  });
  afterAll(() => backend.close());

  const imported = consent('a', 'p', 'active', { version: 1, lastUpdated: '2025-06-01T12:00:00Z' });
  const withdrawal = {
    subjectId: 'p',
    id: 'a',
    resource: consentResource('a', 'inactive'),
    expectedVersion: 1,
  };
  /** A tenant of its own, and whether the command was acknowledged before its process died. */
  const withdrawn = async (name: string, calls: number) => {
    const tenant = `${name}-${calls}`;
    await backend.writer(tenant).write([patient('p'), imported]);
    const dying = dyingProcess(backend, endpoint, tenant, calls);
    const outcome = await dying.commands.writeConsent(withdrawal).catch(() => null);
    dying.end();
    expect(outcome === null || outcome).not.toBe('conflict');
    return { tenant, acknowledged: outcome !== null };
  };
  const standing = async (tenant: string) => {
    const data = backend.reader({ tenant });
    const query = { subjectId: 'p', type: 'Consent', ...PLAIN_ROWS, first: 9, after: null };
    const [{ consents }, { rows }] = await Promise.all([data.facts('p'), data.rows(query)]);
    return { fact: consents.map(({ status }) => status), row: rows.map(({ record }) => record.status) };
  };

  it('has withdrawn once it says so, and its row follows with the next import', async () => {
    const ends: string[] = [];
    for (let calls = 0; calls <= LIFE; calls += 1) {
      const { tenant, acknowledged } = await withdrawn('import', calls);
      const { fact, row } = await standing(tenant);
      if (acknowledged) expect({ fact, row }).toEqual({ fact: ['inactive'], row: ['inactive'] });
      // Never a row without its fact: what decides comes first.
      if (row[0] === 'inactive') expect(fact).toEqual(['inactive']);
      ends.push(`${fact[0]} ${row[0]} ${acknowledged}`);
      const outcomes = await backend.writer(tenant).write([imported]);
      expect(outcomes).toEqual([fact[0] === 'active' ? 'unchanged' : 'older']);
      expect(await standing(tenant)).toEqual({ fact, row: fact });
    }
    expect(new Set(ends)).toEqual(
      new Set([
        'active active false',
        'inactive active false',
        'inactive inactive false',
        'inactive inactive true',
      ]),
    );
  });

  it('leaves nothing that the next command does not put right', async () => {
    for (let calls = 0; calls <= LIFE; calls += 1) {
      const { tenant } = await withdrawn('again', calls);
      const commands = backend.commands({ tenant, clock: () => NOW + 1 });
      const { fact } = await standing(tenant);
      const outcome = await commands.writeConsent(withdrawal);
      expect(outcome).toEqual(fact[0] === 'active' ? { version: 2 } : 'conflict');
      expect(await standing(tenant)).toEqual({ fact: ['inactive'], row: ['inactive'] });
    }
  });

  it('never leaves a glass open that nobody will review', async () => {
    const ends: string[] = [];
    for (let calls = 0; calls <= LIFE; calls += 1) {
      const tenant = `glass-${calls}`;
      await backend.writer(tenant).write([patient('p')]);
      const dying = dyingProcess(backend, endpoint, tenant, calls);
      const request = { id: 'g', subjectId: 'p', reason: 'OVRER', justification: 'x', minutes: 5 } as const;
      const outcome = await dying.commands.openGlass(request).catch(() => null);
      dying.end();
      const { glass } = await backend.reader({ tenant }).facts('p');
      const { rows } = await backend.commands({ tenant }).reviews({ first: 9, after: null, state: 'OPEN' });
      if (outcome !== null) expect(glass).toEqual(outcome);
      if (glass !== null) expect(rows.map(({ record }) => record.id)).toEqual([glass.id]);
      ends.push(`${glass !== null} ${rows.length}`);
      const again = await backend.commands({ tenant }).openGlass({ ...request, id: 'h' });
      expect(again?.id).toBe(glass === null ? 'h' : 'g');
    }
    expect(new Set(ends)).toEqual(new Set(['false 0', 'false 1', 'true 1']));
  });
});
