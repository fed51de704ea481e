import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GlassRequest } from '../../datasources/health-commands.ts';
import { BadUserInputError, DataIntegrityError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { patient } from './resources.ts';

const MINUTE = 60_000;
const WHY = 'unconscious in Trauma 3, Zanzibar-Quill';

const request = (id: string, subjectId: string, extra: Partial<GlassRequest> = {}): GlassRequest => ({
  id,
  subjectId,
  reason: 'OVRER',
  justification: WHY,
  minutes: 30,
  ...extra,
});

describe('a glass', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    const ids = ['p', 'q', 'mine', 'again', 'raced', 'spoilt', 'moved'];
    await backend.writer().write(ids.map((id) => patient(id)));
  });
  afterAll(() => backend.close());

  const glassOf = async (subjectId: string, id = 'user-1') =>
    (await backend.reader({ id }).facts(subjectId)).glass;
  const stored = async (pattern: RegExp) => {
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    return Items.filter(({ pk, sk }) => pattern.test(`${pk?.S} ${sk?.S}`));
  };

  it('is one actor’s for one patient, and holds for the very next reading of facts', async () => {
    expect(await glassOf('mine')).toBeNull();
    const opened = await backend.commands().openGlass(request('g1', 'mine'));
    expect(opened).toEqual({ id: 'g1', openedAt: NOW, expiresAt: NOW + 30 * MINUTE });
    expect(await glassOf('mine')).toEqual(opened);
    expect(await glassOf('mine', 'user-2')).toBeNull();
    expect(await glassOf('p')).toBeNull();
  });

  it('that is open is given back as it is; one that has ended gives way to another', async () => {
    const first = await backend.commands().openGlass(request('g2', 'again', { minutes: 1 }));
    const before = backend.commands({ clock: () => NOW + MINUTE - 1 });
    expect(await before.openGlass(request('g3', 'again'))).toEqual(first);
    const after = backend.commands({ clock: () => NOW + MINUTE });
    expect((await after.openGlass(request('g4', 'again')))?.id).toBe('g4');
    expect((await glassOf('again'))?.id).toBe('g4');
    expect(await backend.commands().reviewOf('g3')).toBeNull();
  });

  it('is opened once by many at once, and queued once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 4 }, (_, at) => backend.commands().openGlass(request(`race-${at}`, 'raced'))),
    );
    const [id, ...others] = [...new Set(opened.map((glass) => glass?.id))];
    expect(others).toEqual([]);
    const { rows } = await backend.commands().reviews({ first: 200, after: null, state: null });
    expect(rows.filter(({ record }) => record.subjectId === 'raced').map(({ record }) => record.id)).toEqual([
      id,
    ]);
  });

  it.each([
    ['nobody', 'zzz'],
    ['no id at all', '#\n/'],
  ])('opens nothing for %s', async (_name, subjectId) => {
    expect(await backend.commands().openGlass(request('none', subjectId))).toBeNull();
    expect(await backend.commands().reviewOf('none')).toBeNull();
  });

  it('opens nothing for another tenant’s patient', async () => {
    expect(await backend.commands({ tenant: 'lakeside' }).openGlass(request('none', 'p'))).toBeNull();
  });

  it.each([0, -1, 241, 1.5, Number.NaN])('does not stay open for %d minutes', async (minutes) => {
    await expect(backend.commands().openGlass(request('g', 'p', { minutes }))).rejects.toThrow(
      BadUserInputError,
    );
  });

  it('does not take the name of another', async () => {
    await backend.commands().openGlass(request('taken', 'p'));
    const other = backend.commands({ id: 'user-2', clock: () => NOW + 1 });
    await expect(other.openGlass(request('taken', 'q'))).rejects.toThrow(BadUserInputError);
    expect(await glassOf('q', 'user-2')).toBeNull();
    expect((await backend.commands().reviewOf('taken'))?.subjectId).toBe('p');
  });

  it('that does not open is an error, not no glass', async () => {
    await backend.commands().openGlass(request('g6', 'spoilt'));
    const [item] = await stored(/#P#spoilt GIVEN#/);
    const bytes = Uint8Array.from(item?.b?.B ?? []);
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    const TableName = backend.tables.data;
    await backend.client.send(new PutItemCommand({ TableName, Item: { ...item, b: { B: bytes } } }));
    await expect(glassOf('spoilt')).rejects.toThrow(DataIntegrityError);
  });

  it('opens for nobody else when its item is moved', async () => {
    await backend.commands().openGlass(request('g7', 'moved'));
    await backend
      .commands({ id: 'user-2', clock: () => NOW - 9e9 })
      .openGlass(request('g8', 'moved', { minutes: 1 }));
    const items = await stored(/#P#moved GIVEN#/);
    const [mine, theirs] = items;
    const TableName = backend.tables.data;
    await backend.client.send(
      new PutItemCommand({ TableName, Item: { ...theirs, b: mine?.b ?? { S: '' } } }),
    );
    const answers = await Promise.allSettled([glassOf('moved'), glassOf('moved', 'user-2')]);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });

  it('shows neither who opened it nor why in any item', async () => {
    await backend.commands({ id: 'dr-canary-77' }).openGlass(request('g9', 'p'));
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    const text = JSON.stringify(Items, (_name, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const canary of ['dr-canary-77', 'Zanzibar', 'OVRER', 'issuer.test'])
      expect(text).not.toContain(canary);
  });
});
