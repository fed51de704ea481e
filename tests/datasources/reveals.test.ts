import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RevealRequest } from '../../datasources/health-commands.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { patient } from './resources.ts';

const request = (extra: Partial<RevealRequest> = {}): RevealRequest => ({
  id: 'r1',
  subjectId: 'p',
  resource: 'Patient/p',
  coordinates: ['Patient.ssn'],
  reason: 'called back about Zanzibar-Quill',
  seconds: 60,
  ...extra,
});

describe('a revealed field', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    await backend.writer().write(['p', 'many', 'both'].map((id) => patient(id)));
  });
  afterAll(() => backend.close());

  const revealsOf = async (subjectId: string, id = 'user-1') =>
    (await backend.reader({ id }).facts(subjectId)).reveals;
  const ssn = { coordinate: 'Patient.ssn', resource: 'Patient/p', expiresAt: NOW + 60_000 };

  it('is one actor’s, of one row, until its time', async () => {
    expect(await backend.commands().openReveal(request())).toEqual([ssn]);
    expect(await revealsOf('p')).toEqual([ssn]);
    expect(await revealsOf('p', 'user-2')).toEqual([]);
    const later = backend.commands({ clock: () => NOW + 60_000 });
    const other = { coordinate: 'Coverage.subscriberId', resource: 'Coverage/c', expiresAt: NOW + 61_000 };
    const asked = { resource: 'Coverage/c', coordinates: ['Coverage.subscriberId'], seconds: 1 };
    expect(await later.openReveal(request({ id: 'r2', ...asked }))).toEqual([other]);
    expect(await revealsOf('p')).toEqual([other]);
  });

  it('stands beside the others, and lasts the longer of two times', async () => {
    const give = (extra: Partial<RevealRequest>) =>
      backend.commands().openReveal(request({ subjectId: 'many', ...extra }));
    await give({ resource: 'Claim/c', coordinates: ['Claim.total', 'Claim.total'] });
    await give({ coordinates: ['Patient.ssn', 'Patient.mrn'], seconds: 90 });
    expect(await give({ seconds: 10 })).toEqual([
      { ...ssn, expiresAt: NOW + 90_000 },
      { ...ssn, coordinate: 'Patient.mrn', expiresAt: NOW + 90_000 },
    ]);
    expect(await revealsOf('many')).toHaveLength(3);
  });

  it('leaves an opened glass as it is, whichever comes first', async () => {
    const commands = backend.commands();
    const glass = { id: 'g', subjectId: 'both', reason: 'OVRER', justification: 'x', minutes: 5 } as const;
    await Promise.all([commands.openReveal(request({ subjectId: 'both' })), commands.openGlass(glass)]);
    const facts = await backend.reader().facts('both');
    expect([facts.glass?.id, facts.reveals.length]).toEqual(['g', 1]);
  });

  it('keeps why under the patient’s key', async () => {
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    expect(Items.filter(({ sk }) => sk?.S === 'REVEALED#r1')).toHaveLength(3);
    const text = JSON.stringify(Items, (_name, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const canary of ['Zanzibar', 'Patient.ssn']) expect(text).not.toContain(canary);
  });

  it('is none of a patient that is not there', async () => {
    expect(await backend.commands().openReveal(request({ subjectId: 'zzz' }))).toEqual([]);
    expect(await backend.commands({ tenant: 'lakeside' }).openReveal(request())).toEqual([]);
  });

  it.each([
    ['seconds', { seconds: 0 }],
    ['seconds', { seconds: 3_601 }],
    ['seconds', { seconds: 0.5 }],
    ['id', { id: 'a#b' }],
    ['resource', { resource: 'Patient/p/x' }],
    ['number', { coordinates: Array.from({ length: 501 }, (_, at) => `T.f${at}`) }],
  ] as const)('is refused for an unfit %s', async (_what, extra) => {
    await expect(backend.commands().openReveal(request(extra))).rejects.toThrow(BadUserInputError);
  });
});
