import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { LedgerUnavailableError, UpstreamUnavailableError } from '../../src/errors.ts';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { encodeRecord } from '../../src/ledger/encode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import {
  createPolicyRecorder,
  type PolicyInForce,
  type PolicyRecorderOptions,
} from '../../src/ledger/record-policies.ts';
import { openTenants } from '../../src/tenants-in-force.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { tempDirectory } from './temp-directory.ts';

function recorder(
  append?: (record: OperationRecord) => Promise<void>,
  archive: Pick<PolicyRecorderOptions, 'keep' | 'onArchive'> = {},
) {
  const taken: OperationRecord[] = [];
  let ids = 0;
  const policies = createPolicyRecorder({
    append: append ?? (async (record) => void taken.push(record)),
    clock: () => 0,
    newId: () => `id-${ids++}`,
    retryMs: 1_000,
    ...archive,
  });
  /** As a reader has it after storing. */
  const events = (records: readonly OperationRecord[] = taken) =>
    records.flatMap((record) =>
      [...expandRecord(decodeRecord(encodeRecord(record))?.record ?? record)].map(
        ({ tenant, operation, coordinate, resource, policyVersion, kind }) =>
          `${kind} ${tenant} ${operation} ${coordinate} ${resource.id} ${policyVersion}`,
      ),
    );
  return { policies, taken, events };
}

const inForce = (...entries: readonly [tenant: string, version: string, overlay: string][]) =>
  new Map<string, PolicyInForce>(entries.map(([tenant, version, overlay]) => [tenant, { version, overlay }]));

test('at a start every tenant’s policy is on record, and nothing is said of before', async () => {
  const { policies, events } = recorder();
  await policies.announce(inForce(['b', 'v2', 'o2'], ['a', 'v1', 'o1']));
  expect(events()).toEqual([
    'privileged a policy_in_force TenantPolicy.version v1 v1',
    'privileged b policy_in_force TenantPolicy.version v2 v2',
  ]);
});

test('at a reload the old and the new version are on record, of the policy and of the overlay', async () => {
  const { policies, taken, events } = recorder();
  await policies.announce(inForce(['a', 'v1', 'o1'], ['b', 'v2', 'o2'], ['gone', 'v3', 'o3']));
  taken.length = 0;
  await policies.announce(inForce(['a', 'v1', 'o1'], ['b', 'v9', 'o9'], ['new', 'v4', 'o4']));
  expect(events()).toEqual([
    'privileged a policy_in_force TenantPolicy.version v1 v1',
    'privileged a policy_in_force TenantPolicy.previous v1 v1',
    'privileged b tenant_overlay_changed TenantOverlay.version o9 v9',
    'privileged b tenant_overlay_changed TenantOverlay.previous o2 v9',
    'privileged b policy_in_force TenantPolicy.version v9 v9',
    'privileged b policy_in_force TenantPolicy.previous v2 v9',
    'privileged gone tenant_overlay_changed TenantOverlay.previous o3 ',
    'privileged new tenant_overlay_changed TenantOverlay.version o4 v4',
    'privileged new policy_in_force TenantPolicy.version v4 v4',
  ]);
});

test('what the ledger does not take is tried again, in order and once', async () => {
  vi.useFakeTimers();
  try {
    let failing = true;
    const taken: OperationRecord[] = [];
    const { policies, events } = recorder(async (record) => {
      if (failing) throw new LedgerUnavailableError('writes fail');
      taken.push(record);
    });
    await policies.announce(inForce(['a', 'v1', 'o1']));
    await policies.announce(inForce(['a', 'v2', 'o2']));
    expect(taken).toEqual([]);
    failing = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(events(taken)).toEqual([
      'privileged a policy_in_force TenantPolicy.version v1 v1',
      'privileged a tenant_overlay_changed TenantOverlay.version o2 v2',
      'privileged a tenant_overlay_changed TenantOverlay.previous o1 v2',
      'privileged a policy_in_force TenantPolicy.version v2 v2',
      'privileged a policy_in_force TenantPolicy.previous v1 v2',
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(taken).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});

test('what cannot be kept is not on record as in force, and is tried again, in order', async () => {
  vi.useFakeTimers();
  try {
    let failing = true;
    const told: (string | boolean)[] = [];
    const { policies, events } = recorder(undefined, {
      keep: async (tenant, { version }, from) => {
        if (failing) throw new UpstreamUnavailableError('store: gone');
        told.push(`${tenant} ${version} ${from}, ${events().length} on record`);
      },
      onArchive: (available) => told.push(available),
    });
    await policies.announce(inForce(['a', 'v1', 'o1'], ['b', 'v2', 'o2']));
    await vi.advanceTimersByTimeAsync(2_000);
    expect([told, events()]).toEqual([[false], []]);
    failing = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([false, 'a v1 0, 0 on record', true, 'b v2 0, 1 on record']);
    expect(events()).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a gateway that ends tries once more and no longer', async () => {
  vi.useFakeTimers();
  try {
    let attempts = 0;
    const { policies } = recorder(async () => {
      attempts += 1;
      throw new LedgerUnavailableError('writes fail');
    });
    await policies.announce(inForce(['a', 'v1', 'o1']));
    await policies.close();
    expect(attempts).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('what is in force is what the files say, and another after another file was read', async () => {
  const folder = await tempDirectory();
  const model = await shippedModel();
  await writeFile(join(folder, 'north.yaml'), 'tenant: north\n');
  const tenants = await openTenants(folder, model, { info: () => {}, warn: () => {}, error: () => {} });
  const before = tenants.inForce().get('north');
  expect(before?.version).toBe(tenants.policies('north')?.version);
  expect(before?.overlay).toMatch(/^[0-9a-f]{64}$/);
  await writeFile(join(folder, 'north.yaml'), 'tenant: north\nledger: { pseudonyms: patients }\n');
  expect(await tenants.reload()).toBe(true);
  const now = tenants.inForce().get('north');
  expect(now?.version).toBe(tenants.policies('north')?.version);
  expect([now?.version === before?.version, now?.overlay === before?.overlay]).toEqual([false, false]);
  await writeFile(join(folder, 'north.yaml'), 'tenant: [');
  expect(await tenants.reload()).toBe(false);
  expect(tenants.inForce().get('north')).toEqual(now);
});
