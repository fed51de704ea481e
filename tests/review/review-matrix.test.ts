import { describe, expect, it } from 'vitest';
import { accessMatrix, type MatrixCell } from '../../src/access/access-matrix.ts';
import { strictness } from '../../src/access/decide.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { coordinateTable } from '../../src/review/coordinate-table.ts';
import { cellsOf, type ReviewSelection, reviewMatrix } from '../../src/review/review-matrix.ts';
import { NARROWED, reviewedWorld } from '../support/reviewed-world.ts';

const world = await reviewedWorld({ riverside: NARROWED });
const reviewed = world.open('riverside').inForce;
const { model, policy } = reviewed;
const uncounted = () => undefined;
const ORDER = ['WHOLE', 'MASKED', 'BREAK_GLASS', 'DENIED'];

/** Every cell that `phield access matrix` prints, by coordinate, category and role. */
const printed = Map.groupBy(
  accessMatrix(model, policy),
  ({ coordinate, category, role }) => `${coordinate} ${category} ${role}`,
);

describe('the matrix of the API', () => {
  it('has the cells of phield access matrix, every one of them', () => {
    expect(printed.size).toBeGreaterThan(10_000);
    for (const row of reviewed.coordinates) {
      for (const category of Object.keys(row.grants)) {
        for (const role of policy.roles) {
          const key = `${row.coordinate} ${category} ${role}`;
          expect(cellsOf(reviewed, row, category, role), key).toEqual(printed.get(key));
        }
      }
    }
  });

  it('tells of each row and role the most of its cells, with every tie and purpose that gives as much', async () => {
    const rows = await reviewMatrix(reviewed, 'COORDINATE', {}, uncounted);
    expect(rows.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(printed.size);
    for (const { label, category, cells } of rows) {
      for (const { role, decision, mask, relationships, purposes, withKinds, place } of cells) {
        const all = printed.get(`${label} ${category} ${role}`) ?? [];
        const best = bestOf(all);
        const told = { decision, mask, place };
        const key = `${label} ${category} ${role}`;
        expect(told, key).toEqual({
          decision: best?.decision ?? 'DENIED',
          mask: best?.mask ?? null,
          place: best?.grant ?? null,
        });
        const giving = all.filter(
          (cell) => best !== null && cell.decision === best.decision && cell.mask === best.mask,
        );
        expect(new Set(relationships), key).toEqual(new Set(giving.flatMap((cell) => cell.relationship)));
        expect(withKinds ? meantBy(purposes) : new Set(purposes), key).toEqual(
          new Set(giving.map((cell) => cell.purpose)),
        );
      }
    }
  });

  it('says of glasses what the printed table says', async () => {
    const rows = await reviewMatrix(reviewed, 'COORDINATE', {}, uncounted);
    const table = coordinateTable(model, policy, {});
    const glasses = rows.flatMap(({ label, category, cells }) =>
      cells.map(({ role, glass }) => `${label} ${category} ${role} ${glass}`),
    );
    expect(glasses).toEqual(
      table.flatMap(({ label, category, cells }) =>
        cells.map(({ role, breakGlass }) => `${label} ${category} ${role} ${breakGlass}`),
      ),
    );
    expect(glasses.some((one) => one.endsWith('true'))).toBe(true);
  });

  it('by category: the categories, then what has grants of its own', async () => {
    const rows = await reviewMatrix(reviewed, 'CATEGORY', {}, uncounted);
    expect(rows.filter(({ exception }) => !exception).map(({ label }) => label)).toEqual(model.categories);
    expect(rows.find(({ label }) => label === 'Patient.mrn')).toMatchObject({
      category: 'IDENTIFIER',
      coordinate: 'Patient.mrn',
      exception: true,
    });
    const lab = rows.find(({ label }) => label === 'LAB');
    const cell = (role: string) => lab?.cells.find((one) => one.role === role);
    expect(cell('CODER')).toMatchObject({ decision: 'MASKED', mask: 'GENERALIZE', purposes: ['HPAYMT'] });
    expect(cell('LAB_TECH')).toMatchObject({
      decision: 'WHOLE',
      glass: false,
      relationships: ['CARE_TEAM', 'TREATING'],
    });
    expect(cell('NURSE')).toMatchObject({ decision: 'WHOLE', glass: true });
    expect(cell('PHYSICIAN')).toMatchObject({ purposes: ['TREAT', 'COC', 'CLINTRL'], withKinds: false });
    expect(cell('NURSE')).toMatchObject({ purposes: ['TREAT'], withKinds: true });
    expect(cell('BILLING')).toMatchObject({
      decision: 'DENIED',
      mask: null,
      relationships: [],
      purposes: [],
    });
  });

  it('narrows by everything that is given', async () => {
    const ofNumbers = { identifiers: ['SSN'], roles: ['REGISTRATION', 'BILLING'], purposes: ['PATADMIN'] };
    const rows = await reviewMatrix(reviewed, 'COORDINATE', ofNumbers, uncounted);
    expect(rows.find(({ label }) => label === 'Patient.ssn')?.cells).toMatchObject([
      { role: 'REGISTRATION', decision: 'MASKED', purposes: ['PATADMIN'] },
      { role: 'BILLING', decision: 'DENIED' },
    ]);
    const whole: ReviewSelection = { types: ['Patient'], decisions: ['WHOLE'] };
    const given = await reviewMatrix(reviewed, 'COORDINATE', whole, uncounted);
    expect(given.every(({ label }) => label.startsWith('Patient.'))).toBe(true);
    expect(given.flatMap(({ cells }) => cells).every(({ decision }) => decision === 'WHOLE')).toBe(true);
    expect(await reviewMatrix(reviewed, 'COORDINATE', { types: [] }, uncounted)).toEqual([]);
    const categories = await reviewMatrix(reviewed, 'CATEGORY', { types: ['Claim'] }, uncounted);
    expect(categories.map(({ label }) => label)).toContain('BILLING');
    expect(categories.map(({ label }) => label)).not.toContain('GENOMIC');
  });

  it('refuses more cells than may be told at once, before it decides any', async () => {
    const fresh = (await reviewedWorld({ riverside: NARROWED })).open('riverside').inForce;
    const cells = fresh.coordinates.flatMap(({ grants }) => Object.keys(grants)).length * policy.roles.length;
    await expect(reviewMatrix(fresh, 'COORDINATE', {}, uncounted, cells - 1)).rejects.toThrow(
      BadUserInputError,
    );
    expect(fresh.told.size).toBe(0);
    await expect(
      reviewMatrix(fresh, 'COORDINATE', { types: ['Claim'] }, uncounted, cells),
    ).resolves.not.toEqual([]);
  });

  it('tells how many cells it will look at before it decides any, and decides none where that is refused', async () => {
    const fresh = (await reviewedWorld({ riverside: NARROWED })).open('riverside').inForce;
    const counted: number[] = [];
    const refuse = (cells: number) => {
      counted.push(cells);
      throw new Error('too many');
    };
    await expect(reviewMatrix(fresh, 'COORDINATE', {}, refuse)).rejects.toThrow('too many');
    expect([counted, fresh.told.size]).toEqual([[printed.size], 0]);
    const some: ReviewSelection = { roles: ['NURSE', 'CODER'], decisions: ['BREAK_GLASS'] };
    await reviewMatrix(fresh, 'COORDINATE', some, (cells) => counted.push(cells));
    expect(counted[1]).toBe((printed.size / policy.roles.length) * 2);
  });

  it('tells again what it has told, and lets others have their turn the first time', async () => {
    const fresh = (await reviewedWorld({ riverside: NARROWED })).open('riverside').inForce;
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    }, 1);
    const first = await reviewMatrix(fresh, 'COORDINATE', {}, uncounted);
    clearInterval(others);
    expect(turns).toBeGreaterThan(1);
    const again = await reviewMatrix(fresh, 'COORDINATE', {}, uncounted);
    const before = first.flatMap(({ cells }) => cells);
    expect(again.flatMap(({ cells }) => cells).every((cell, index) => cell === before[index])).toBe(true);
  });
});

function bestOf(cells: readonly MatrixCell[]): MatrixCell | null {
  const given = cells.filter(({ decision }) => decision !== 'DENIED');
  const rank = ({ decision, mask }: MatrixCell) =>
    ORDER.indexOf(decision) * 100 + (mask === null ? 99 : strictness(mask));
  return given.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** A purpose stands for its kinds. */
function meantBy(purposes: readonly string[]): ReadonlySet<string> {
  const all = Object.entries(model.purposeAncestors);
  const kinds = purposes.map((purpose) => all.filter(([, of]) => of.includes(purpose)).map(([kind]) => kind));
  return new Set([...purposes, ...kinds.flat()]);
}
