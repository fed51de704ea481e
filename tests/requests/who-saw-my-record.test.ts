import { describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { signedIn } from '../support/acting-gateway.ts';
import {
  askedWorldOfFile,
  codesOf as codes,
  officer,
  patient,
  readConnection as read,
} from '../support/asked-world.ts';

const MINE = `query($first: Int = 20, $after: String) { whoSawMyRecord(first: $first, after: $after) {
  edges { node { time tenant actor roles client purposes categories fields breakGlass insight } } pageInfo { hasNextPage endCursor } } }`;

const { ledger, given } = await askedWorldOfFile();

describe('whoSawMyRecord', () => {
  const mine = async (who: Actor, variables = {}) => {
    const { body, text } = await given.run(MINE, who, variables);
    return { ...read(body.data?.whoSawMyRecord ?? null), errors: body.errors, text };
  };

  it('tells a patient who read the own record, by operation, and nothing of the others in it', async () => {
    const { nodes, errors, text } = await mine(patient('p1'));
    expect(errors).toBeUndefined();
    expect(nodes).toHaveLength(7);
    expect(nodes[0]).toEqual({
      time: '2026-02-01T00:07:00.000Z',
      tenant: 'riverside',
      actor: 'dr-one',
      roles: ['PHYSICIAN'],
      client: 'portal',
      purposes: ['BTG'],
      categories: ['DEMOGRAPHICS'],
      fields: 1,
      breakGlass: true,
      insight: false,
    });
    expect(nodes[1]).toMatchObject({
      purposes: ['TREAT'],
      categories: ['DEMOGRAPHICS', 'LAB'],
      fields: 2,
      breakGlass: false,
      insight: true,
    });
    expect(text).not.toContain('"p2');
    expect((await mine(patient('p2'))).nodes).toHaveLength(6);
    expect((await mine(patient('p2'))).nodes[0]).toMatchObject({ categories: ['DEMOGRAPHICS'], fields: 1 });
  });

  it('is on record before anything is looked for', async () => {
    await mine(patient('p1'));
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        coordinate: 'Query.whoSawMyRecord',
        subject: 'p1',
        resource: { type: 'Patient', id: 'p1' },
      },
    ]);
    given.ledger.failWith = new LedgerUnavailableError('full');
    const before = ledger.asked.length;
    const { errors } = await mine(patient('p1'));
    expect(codes(errors)).toEqual(['LEDGER_UNAVAILABLE']);
    expect(ledger.asked).toHaveLength(before);
  });

  it('pages by operation', async () => {
    const first = await mine(patient('p1'), { first: 3 });
    const second = await mine(patient('p1'), { first: 10, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes]).toEqual((await mine(patient('p1'))).nodes);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const of = await mine(patient('p2'), { first: 3, after: first.pageInfo.endCursor });
    expect(codes(of.errors)).toEqual(['BAD_USER_INPUT']);
  });

  it.each<[string, Actor]>([
    ['a physician', signedIn()],
    ['a privacy officer', officer()],
    [
      'a proxy',
      signedIn({ roles: ['PROXY'], purpose: 'PATRQT', purposes: ['PATRQT'], fhirUser: 'RelatedPerson/r' }),
    ],
    ['a patient here for something else', patient('p1', { purpose: 'TREAT', purposes: ['TREAT'] })],
    ['a patient whose app may read other things', patient('p1', { scopes: ['patient/Observation.rs'] })],
  ])('is refused to %s', async (_who, who) => {
    const before = ledger.asked.length;
    const { errors, isNull } = await mine(who);
    expect({ codes: codes(errors), isNull }).toEqual({ codes: ['FORBIDDEN'], isNull: true });
    expect(ledger.asked).toHaveLength(before);
  });

  it.each<[string, Actor]>([
    ['of no record here', patient('nobody')],
    ['whose sign-in and launch name two', patient('p1', { patient: 'p2' })],
    ['who is tied to none', patient('p1', { fhirUser: null })],
    ['who is somebody else besides', patient('p1', { fhirUser: 'Practitioner/p1' })],
  ])('is null for a patient %s', async (_who, who) => {
    const before = ledger.asked.length;
    const { errors, isNull } = await mine(who);
    expect({ errors, isNull }).toEqual({ errors: undefined, isNull: true });
    expect(ledger.asked).toHaveLength(before);
  });

  it('is told through the launch context where the sign-in names nobody', async () => {
    expect((await mine(patient('p1', { fhirUser: null, patient: 'p1' }))).nodes).toHaveLength(7);
  });

  it('tells nothing of categories that the house shows to no patient, neither name nor count', async () => {
    const { nodes } = await mine(patient('p1', { tenant: 'lakeside' }));
    expect(nodes).toHaveLength(7);
    expect(nodes[1]).toMatchObject({ actor: 'dr-one', categories: ['DEMOGRAPHICS'], fields: 1 });
  });

  it('tells an app what its patient may be told, whatever else it may read', async () => {
    const { nodes } = await mine(patient('p1', { scopes: ['patient/AuditEvent.rs'], patient: 'p1' }));
    expect(nodes[1]).toMatchObject({ categories: ['DEMOGRAPHICS', 'LAB'], fields: 2 });
  });
});
