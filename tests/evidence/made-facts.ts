import { loadSdl } from '../../directives/load-sdl.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import type { PackDeclared } from '../../src/evidence/compose-pack.ts';
import { LedgerTally } from '../../src/evidence/ledger-tally.ts';
import type { PackFacts } from '../../src/evidence/pack-facts.ts';
import { namingRecord } from '../../src/ledger/naming-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { readDiffSide } from '../../src/review/diff-side.ts';
import { DAY, NOON } from '../signals/made-records.ts';
import { makeKey, trustFile } from './made-pack.ts';

export const at = (time: number) => new Date(time).toISOString();

/** What a gateway puts on record when it begins to serve a tenant under a policy. */
export function announced(version: string, time: number): OperationRecord {
  const act = {
    id: `a${time}`,
    time: at(time),
    actor: 'phield',
    client: 'phield',
    operation: 'policy_in_force',
    tenant: 'north',
    subject: null,
  };
  const thing = { type: 'TenantPolicy', coordinate: 'TenantPolicy.version', ids: [version] };
  return { ...namingRecord(act, [thing]), policyVersion: version };
}

/** An act of somebody by way of the API. */
export function acted(
  coordinate: string,
  change: Partial<OperationRecord> = {},
  group: Partial<OperationRecord['subjects'][number]['groups'][number]> = {},
): OperationRecord {
  return {
    ...announced('', NOON),
    actor: 'officer',
    roles: ['PRIVACY_OFFICER'],
    client: 'portal',
    operation: 'Anything',
    shapes: [
      { type: 'Thing', via: null, fields: [[coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null]] },
    ],
    subjects: [
      { subject: 'p1', groups: [{ shape: 0, resources: ['t1'], consent: null, breakGlass: null, ...group }] },
    ],
    ...change,
  };
}

/** The shipped schema with a tenant’s file. */
export async function declaredWith(tenant: string): Promise<PackDeclared & { readonly version: string }> {
  const schema = await loadSdl('schema');
  const side = readDiffSide({ name: 'x', schema, tenants: [{ name: 'north.yaml', body: tenant }] }, false);
  const { overlay, policy } = side.tenants?.get('north') ?? nothing();
  const { version } = createTenantPolicy(overlay, side.model);
  return { model: side.model, policy, schema, tenant, version };
}

function nothing(): never {
  throw new Error('the file is of another tenant');
}

const VERIFIED: PackFacts['verification'] = {
  ok: true,
  pinned: true,
  origin: 'phield.test/pack',
  size: 9,
  root: 'cm9vdA==',
  checkpoints: { log: true, witnesses: 1 },
  records: 3,
  events: 9,
  batches: 4,
  writers: 1,
  writersOpen: 0,
  asOf: at(NOON),
  unsequenced: 0,
  findings: [],
  firstBad: null,
  notices: [],
  noticeCounts: {},
};

/** Facts of a week in which nothing is to be asked about, changed as told. */
export function madeFacts(change: Partial<PackFacts> = {}): PackFacts {
  const tally = new LedgerTally({ mix: false });
  tally.before(announced('v1', NOON - DAY));
  return {
    header: {
      tenant: 'north',
      from: at(NOON),
      to: at(NOON + 7 * DAY),
      made: at(NOON + 8 * DAY),
      build: '1.0.0',
    },
    version: 'v1',
    cells: { WHOLE: 1, MASKED: 2, BREAK_GLASS: 3, DENIED: 4 },
    periods: tally.policies.periods(NOON),
    changes: [],
    verification: VERIFIED,
    trust: trustFile(makeKey()),
    tally,
    usage: tally.usage.usage(),
    glasses: [],
    overdue: [],
    outsideMix: [],
    damage: [],
    prunedUntil: null,
    findings: [],
    unused: [],
    configuration: { profile: 'production', node: 'v24.0.0' },
    dependencies: { name: 'phield', version: '1.0.0', dependencies: [], needs: new Map() },
    ...change,
  };
}
