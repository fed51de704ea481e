import { describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { signedIn } from '../support/acting-gateway.ts';
import { askedWorldOfFile, codesOf as codes, officer, patient } from '../support/asked-world.ts';

const ACTIVITY = `query($by: ActivityAxis!, $since: FhirDateTime, $until: FhirDateTime) { ledger {
  activity(by: $by, since: $since, until: $until) { days series { name given masked refused } complete asOf } } }`;
const USAGE = `query($since: FhirDateTime) { ledger { usage(since: $since) {
  since knownSince cells { coordinate role given refused throughGlass people last }
  unused { grant file line unusedRoles unusedPurposes narrower } denials { reason count }
  overdue { kind id since due actor } purposeMix { actor role purpose given share allowed usual } } } }`;
/** The day of the made records, which two tenants have alike. */
const DAY = { since: '2026-02-01', until: '2026-02-01T12:00:00Z' };

const { ledger, given } = await askedWorldOfFile();

async function activity(variables: Record<string, unknown>, who: Actor = officer()) {
  const { body } = await given.run(ACTIVITY, who, { ...DAY, ...variables });
  return { told: Object(body.data?.ledger).activity, errors: codes(body.errors) };
}

describe('activity', () => {
  it.each([
    ['ROLE', [['PHYSICIAN', [19], [6], [16]]]],
    [
      'PURPOSE',
      [
        ['TREAT', [18], [6], [16]],
        ['BTG', [1], [0], [0]],
      ],
    ],
    [
      'CATEGORY',
      [
        ['DEMOGRAPHICS', [13], [0], [0]],
        ['IDENTIFIER', [0], [0], [12]],
        ['LAB', [6], [6], [0]],
        ['none', [0], [0], [4]],
      ],
    ],
    ['CLIENT', [['portal', [19], [6], [16]]]],
    [
      'DECISION',
      [
        ['DENY', [0], [0], [16]],
        ['PERMIT', [13], [0], [0]],
        ['MASK', [6], [6], [0]],
      ],
    ],
    [
      'REASON',
      [
        ['GRANT', [18], [6], [0]],
        ['ROLE', [0], [0], [12]],
        ['FORBIDDEN', [0], [0], [4]],
        ['BREAK_GLASS', [1], [0], [0]],
      ],
    ],
    [
      'COORDINATE',
      [
        ['Patient.name', [13], [0], [0]],
        ['Patient.ssn', [0], [0], [12]],
        ['Observation.value', [6], [6], [0]],
        ['none', [0], [0], [4]],
      ],
    ],
  ])('by %s is of the own tenant alone, counted refusals as often as they count', async (by, expected) => {
    const { told, errors } = await activity({ by });
    expect(errors).toBeUndefined();
    expect(told).toEqual({
      days: ['2026-02-01'],
      series: expected.map(([name, whole, masked, refused]) => ({ name, given: whole, masked, refused })),
      complete: false,
      asOf: '1970-01-01T00:00:09.000Z',
    });
  });

  it('gives days without anything, too', async () => {
    const { told } = await activity({ by: 'DECISION', since: '2026-01-31', until: '2026-02-02T00:00:01Z' });
    expect(told.days).toEqual(['2026-01-31', '2026-02-01', '2026-02-02']);
    expect(told.series[0]).toEqual({
      name: 'DENY',
      given: [0, 0, 0],
      masked: [0, 0, 0],
      refused: [0, 16, 0],
    });
  });

  it.each([
    { since: '2025-01-01', until: '2026-02-07' },
    { since: '2026-02-02', until: '2026-02-01' },
    { since: 'yesterday' },
  ])('of %j is BAD_USER_INPUT, and nothing is counted', async (variables) => {
    const before = ledger.asked.length;
    expect((await activity({ by: 'ROLE', ...variables })).errors).toEqual(['BAD_USER_INPUT']);
    expect(ledger.asked).toHaveLength(before);
  });

  it('of four hundred days is told', async () => {
    const { told } = await activity({ by: 'ROLE', since: '2025-01-01', until: '2026-02-05' });
    expect(told.days).toHaveLength(400);
  });
});

describe('usage', () => {
  it('is what was given and refused by field and role, of the own tenant alone', async () => {
    const { body } = await given.run(USAGE, officer(), { since: '2026-02-01T07:00:00Z' });
    expect(body.errors).toBeUndefined();
    const { unused, ...told } = Object(body.data?.ledger).usage;
    const cell = { role: 'PHYSICIAN', throughGlass: 0, people: 1 };
    expect(told).toEqual({
      since: '2026-02-01T00:00:00.000Z',
      knownSince: '2026-02-01T00:01:00.000Z',
      cells: [
        { ...cell, coordinate: 'Observation.value', given: 6, refused: 0, last: '2026-02-01T00:06:00.000Z' },
        {
          ...cell,
          coordinate: 'Patient.name',
          given: 13,
          refused: 0,
          throughGlass: 1,
          last: '2026-02-01T00:07:00.000Z',
        },
        { ...cell, coordinate: 'Patient.ssn', given: 0, refused: 12, people: 0, last: null },
      ],
      denials: [{ reason: 'ROLE', count: 12 }],
      overdue: [],
      purposeMix: [],
    });
    expect(unused.length).toBeGreaterThan(20);
    expect(unused[0]).toMatchObject({ file: expect.stringMatching(/\.graphql$/), line: expect.any(Number) });
  });

  it('is of what came since', async () => {
    const { body } = await given.run(USAGE, officer(), { since: '2026-02-02' });
    expect(Object(body.data?.ledger).usage).toMatchObject({ knownSince: null, cells: [], denials: [] });
  });
});

describe.each([
  ['activity', ACTIVITY, { by: 'ROLE' }],
  ['usage', USAGE, {}],
])('%s', (name, document, variables) => {
  it('is on record before anything is counted', async () => {
    await given.run(document, officer(), { ...DAY, ...variables });
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        actor: 'officer',
        tenant: 'riverside',
        coordinate: `Ledger.${name}`,
        subject: null,
        resource: { type: 'Ledger', id: 'riverside' },
      },
    ]);
    given.ledger.failWith = new LedgerUnavailableError('full');
    const before = ledger.asked.length;
    const refused = await given.run(document, officer(), { ...DAY, ...variables });
    expect({ status: refused.status, asked: ledger.asked.length }).toEqual({ status: 503, asked: before });
  });

  it.each<[string, Actor]>([
    ['a physician', signedIn()],
    ['a patient', patient('p1')],
    ['an officer with one factor', officer({ multiFactor: false })],
  ])('is refused to %s, and nothing is counted', async (_who, who) => {
    const before = ledger.asked.length;
    const { body } = await given.run(document, who, { ...DAY, ...variables });
    expect(codes(body.errors)).toEqual(['FORBIDDEN']);
    expect(ledger.asked).toHaveLength(before);
  });

  it('so often that nobody else would be answered is refused', async () => {
    const fields = Array.from({ length: 25 }, (_, n) =>
      name === 'usage' ? `f${n}: usage { since }` : `f${n}: activity(by: ROLE) { days }`,
    );
    const { body } = await given.run(`{ ledger { ${fields.join(' ')} } }`, officer());
    expect(codes(body.errors)).toContain('OPERATION_TOO_COMPLEX');
    expect(given.events().length).toBeLessThanOrEqual(20);
  });
});
