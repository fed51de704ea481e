import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SdlFile } from '../../directives/read-sdl.ts';
import type { AccessChange } from '../../src/review/access-change.ts';
import { diffAccess } from '../../src/review/diff-access.ts';
import { type DiffSide, readDiffSide } from '../../src/review/diff-side.ts';
import { DECLARATION_MUTATIONS } from './declaration-mutations.ts';
import { FIELD_MUTATIONS } from './field-mutations.ts';
import { GRANT_MUTATIONS } from './grant-mutations.ts';
import { type Mutation, mutate, shippedSchema } from './mutation.ts';
import { TENANT_MUTATIONS } from './tenant-mutations.ts';

const SCHEMA_MUTATIONS = [...GRANT_MUTATIONS, ...FIELD_MUTATIONS, ...DECLARATION_MUTATIONS];
const TIMEOUT = 60_000;

let schema: readonly SdlFile[];
let tenants: readonly SdlFile[];
let shipped: DiffSide;
let strict: DiffSide;
beforeAll(async () => {
  schema = await shippedSchema();
  tenants = [{ name: 'tenants/strict.yaml', body: await readFile('tenants/strict.example.yaml', 'utf8') }];
  shipped = readDiffSide({ name: 'shipped', schema, tenants: null }, true);
  strict = readDiffSide({ name: 'strict', schema, tenants }, true);
}, TIMEOUT);

function judge(changes: readonly AccessChange[], { kinds, tells = [], only, fails }: Mutation) {
  expect([...new Set(changes.map(({ kind }) => kind))].toSorted()).toEqual(kinds.toSorted());
  for (const told of tells) expect(changes).toContainEqual(expect.objectContaining(told));
  if (only !== undefined) {
    expect(changes.map((one) => one.coordinate).filter((coordinate) => !only.test(coordinate))).toEqual([]);
  }
  const failing = kinds.some((kind) => ['WIDENED', 'MASK_WEAKENED', 'NEW'].includes(kind));
  expect(changes.some((change) => change.fails)).toBe(fails ?? failing);
}

describe('mutations of what is shipped', () => {
  it('are sixty and more', () => {
    expect(SCHEMA_MUTATIONS.length + TENANT_MUTATIONS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(SCHEMA_MUTATIONS)(
    '$name',
    (mutation) => {
      const { before = [], edits } = mutation;
      const from = mutate(schema, before);
      const old =
        before.length === 0 ? shipped : readDiffSide({ ...shipped, schema: from, tenants: null }, true);
      const now = readDiffSide({ name: 'mutated', schema: mutate(from, edits), tenants: null }, true);
      judge(diffAccess(old, now), mutation);
    },
    TIMEOUT,
  );

  it.each([...TENANT_MUTATIONS])(
    'tenant: $name',
    (mutation) => {
      const { before = [], edits } = mutation;
      const from = mutate(tenants, before);
      const old = before.length === 0 ? strict : readDiffSide({ name: 'old', schema, tenants: from }, false);
      const now = readDiffSide({ name: 'mutated', schema, tenants: mutate(from, edits) }, false);
      judge(diffAccess(old, now), mutation);
    },
    TIMEOUT,
  );
});
