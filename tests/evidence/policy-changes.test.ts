import { beforeAll, describe, expect, it } from 'vitest';
import { type FindTexts, policyChanges } from '../../src/evidence/policy-changes.ts';
import type { PolicyPeriod } from '../../src/evidence/policy-periods.ts';
import { NOON } from '../signals/made-records.ts';
import { at, declaredWith } from './made-facts.ts';

const PLAIN = 'tenant: north\n';
const NARROW = 'tenant: north\nremove:\n  - { categories: [LAB], roles: [PHARMACIST] }\n';
let plain: Awaited<ReturnType<typeof declaredWith>>;
let narrow: typeof plain;
let find: FindTexts;

beforeAll(async () => {
  plain = await declaredWith(PLAIN);
  narrow = await declaredWith(NARROW);
  find = async (version) => {
    const found = [plain, narrow].find((one) => one.version === version);
    return found === undefined ? null : textsOf(found);
  };
});

const textsOf = ({ schema, tenant: body }: typeof plain) => ({
  schema,
  tenant: { name: 'tenants/north.yaml', body },
});
const period = (version: string, from: string | null = at(NOON)): PolicyPeriod => {
  return { version, from, to: null, record: 'r', operations: 0, first: null, last: null };
};

describe('changes of policy', { timeout: 60_000 }, () => {
  it('are what each version decides that the one before did not', async () => {
    const periods = [period(narrow.version), period(plain.version), period(plain.version)];
    const [change, ...others] = await policyChanges(periods, find, NOON);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ old: narrow.version, new: plain.version, at: at(NOON), missing: null });
    expect(change?.report?.counts).toMatchObject({ NARROWED: 0, REMOVED: 0 });
    expect(change?.report?.counts.WIDENED).toBeGreaterThan(0);
  });

  it('that cannot be compared are named', async () => {
    const lost = await policyChanges([period('0'), period(plain.version), period('1')], find, NOON);
    expect(lost.map(({ report, missing }) => [report, missing])).toEqual([
      [null, 'texts of the older'],
      [null, 'texts of the newer'],
    ]);
  });

  it('are not told by texts that make up another version', async () => {
    const swapped: FindTexts = async (version) => textsOf(version === plain.version ? narrow : plain);
    const [change] = await policyChanges([period(plain.version), period(narrow.version)], swapped, NOON);
    expect(change).toMatchObject({ report: null, missing: 'texts are of another version' });
  });

  it('by texts that cannot be read are named too', async () => {
    const broken: FindTexts = async () => ({
      schema: [{ name: 'a', body: 'type {' }],
      tenant: { name: 't', body: '' },
    });
    const [change] = await policyChanges([period('0'), period('1')], broken, NOON);
    expect(change).toMatchObject({ report: null, missing: 'not readable by this build' });
  });

  it('do not begin with one of which it is not known when it was in force', async () => {
    expect(await policyChanges([period(narrow.version, null), period(plain.version)], find, NOON)).toEqual(
      [],
    );
  });
});
