import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFindingStore } from '../../datasources/dynamodb/finding-store.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const ID = 'a'.repeat(32);
const finding = (more: Partial<SignalFinding> = {}): SignalFinding => ({
  id: ID,
  detector: 'vip-access',
  severity: 'MEDIUM',
  tenant: 'north',
  actor: 'nurse',
  subject: 'p1',
  from: '2026-01-05T12:00:00.000Z',
  to: '2026-01-05T12:00:00.000Z',
  evidence: { records: ['r1'], sightings: 1, measured: 1, allowed: 0 },
  clocks: [{ rule: 'GDPR', due: '2026-01-08T12:00:00.000Z' }],
  ...more,
});
const more = finding({ to: '2026-01-05T13:00:00.000Z' });
const by = { by: 'officer', now: NOW };

describe('findings in the store', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());
  const open = (table = backend.tables.data) =>
    createFindingStore({
      client: backend.client,
      tables: { ...backend.tables, data: table },
      random: randomBytes,
      signal: null,
      deadline: 5_000,
    });

  it('are kept once, open, and each tenant’s apart', async () => {
    const store = open();
    await store.keep([finding(), finding({ tenant: 'south', actor: 'other' })], NOW);
    await store.keep([finding()], NOW + 1);
    expect(await store.list('north')).toEqual([
      {
        finding: finding(),
        state: 'OPEN',
        assignee: null,
        verdict: null,
        changed: '2026-01-05T12:00:00.000Z',
        by: 'phield',
        version: 1,
      },
    ]);
    expect((await store.find('south', ID))?.finding.actor).toBe('other');
    expect(await store.find('west', ID)).toBeNull();
  });

  it('go from hand to hand; who has not seen the last change changes nothing', async () => {
    const store = open();
    const assigned = await store.change('north', ID, 1, { state: 'ASSIGNED', assignee: 'helper' }, by);
    expect(assigned).toMatchObject({ state: 'ASSIGNED', assignee: 'helper', by: 'officer', version: 2 });
    expect(await store.change('north', ID, 1, { state: 'CLOSED', verdict: 'FALSE' }, by)).toBe('conflict');
    const closed = await store.change('north', ID, 2, { state: 'CLOSED', verdict: 'EXPECTED' }, by);
    expect(closed).toMatchObject({ state: 'CLOSED', verdict: 'EXPECTED', assignee: 'officer', version: 3 });
    expect(await store.change('west', ID, 1, { state: 'OPEN' }, by)).toBeNull();
  });

  it('are open again once something is added', async () => {
    const store = open();
    await store.keep([finding()], NOW + 5);
    expect((await store.find('north', ID))?.state).toBe('CLOSED');
    await store.keep([more], NOW + 5);
    expect(await store.find('north', ID)).toMatchObject({
      finding: more,
      state: 'OPEN',
      verdict: null,
      by: 'phield',
    });
  });

  it('are changed by one of two that do so at once', async () => {
    const { version = 0 } = (await open().find('north', ID)) ?? {};
    const answers = await Promise.all(
      ['a', 'b'].map((assignee) => open().change('north', ID, version, { state: 'ASSIGNED', assignee }, by)),
    );
    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(1);
  });

  it('are not taken for none when they cannot be read', async () => {
    await expect(open('no-such-table').list('north')).rejects.toThrow(UpstreamUnavailableError);
    const Item = { pk: { S: 'SIGNALS#bad' }, sk: { S: ID }, kept: { S: '{}' } };
    await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    await expect(open().find('bad', ID)).rejects.toThrow(DataIntegrityError);
    await expect(open().list('bad')).rejects.toThrow(DataIntegrityError);
  });
});
