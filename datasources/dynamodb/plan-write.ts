import type { ResourceToWrite, WriteOutcome } from '../health-data.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { sealValue } from '../keys/sealed-value.ts';
import type { PatientKey, TenantKeys } from '../keys/tenant-keys.ts';
import { indexEntries } from './blind-index.ts';
import type { Item } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import { type Locator, type MembershipKey, membershipKey } from './locator.ts';
import { encodeJson, recordOf } from './record-codec.ts';
import { categoryPrefix, categorySetOf, dateShift, rowPrefix, timeKey } from './sort-key.ts';

/** DynamoDB's 400 KB for one item, with room for its keys; twice over, since the category index copies it. */
export const MAX_SEALED_BYTES = 390_000;

export interface PlaceToDelete {
  readonly pk: string;
  readonly sk: string;
}

/** What writing one resource does, in the order in which a run cut off anywhere is healed by the next. */
export interface WritePlan {
  readonly outcome: WriteOutcome;
  readonly puts: readonly Item[];
  /** After the puts. */
  readonly deletes: readonly PlaceToDelete[];
  /** After both, and after the resource's ties: it says that all else is done. */
  readonly locator: Locator;
  /** What stands beside the locator in its item. */
  readonly locatorBody: Item;
}

export interface PlanContext {
  readonly itemKeys: TenantItemKeys;
  readonly tenantKeys: TenantKeys;
  readonly random: RandomBytes;
}

type NewLocator = Pick<Locator, 'key' | 'contentHash'>;

/** A resource about a patient. `key`: the patient's; `null` only for a removal where nothing was stored. */
export function planRow(
  { itemKeys, tenantKeys, random }: PlanContext,
  write: ResourceToWrite,
  key: PatientKey | null,
  stored: Locator | null,
  next: NewLocator,
): WritePlan | 'tooLarge' {
  const patientId = write.subjectId ?? stored?.row?.patientId ?? null;
  const isPatient = write.resourceType === 'Patient';
  const gone = write.removed || patientId === null || key === null;
  const indexed = gone || write.index === null ? [] : indexEntries(tenantKeys.secrets.index, write.index);
  const puts: Item[] = [];
  let sortKey: string | null = null;
  if (!gone) {
    const place = `${timeKey(write.date, dateShift(key.data))}#${write.id}`;
    sortKey = isPatient
      ? itemKeys.patient(patientId).sk
      : `${rowPrefix(write.resourceType, write.labels.length > 0)}${place}`;
    const categorySet = categorySetOf(write.rowCategories);
    const { pk } = itemKeys.patient(patientId);
    const body = encodeJson(recordOf(write, patientId));
    const sealed = sealValue(key.data, ['data', pk, sortKey, 'b'], body, random);
    if (sealed.length > MAX_SEALED_BYTES) return 'tooLarge';
    puts.push({
      pk: { S: pk },
      sk: { S: sortKey },
      b: { B: sealed },
      ...(isPatient ? {} : { c: { S: categorySet } }),
      ...(isPatient || write.labels.length > 0
        ? {}
        : { ck: { S: `${categoryPrefix(write.resourceType, categorySet)}${place}` } }),
    });
    if (isPatient) puts.push(marker(itemKeys.listed(patientId).pk, patientId));
    for (const entry of indexed) puts.push(marker(itemKeys.indexed(entry), patientId));
  }
  const deletes: PlaceToDelete[] = [];
  const old = stored?.row ?? null;
  if (old !== null && (old.sortKey !== sortKey || old.patientId !== patientId)) {
    deletes.push(itemKeys.row(old.patientId, old.sortKey));
  }
  if (isPatient && old !== null) {
    if (gone) deletes.push(itemKeys.listed(old.patientId));
    for (const entry of stored?.indexed ?? []) {
      if (!indexed.includes(entry)) deletes.push({ pk: itemKeys.indexed(entry), sk: old.patientId });
    }
  }
  const memberships = planMemberships(itemKeys, write, stored);
  return {
    outcome: write.removed ? 'removed' : 'stored',
    puts: [...puts, ...memberships.puts],
    deletes: [...deletes, ...memberships.deletes],
    locatorBody: {},
    locator: {
      ...next,
      row: sortKey === null || patientId === null ? null : { patientId, sortKey },
      version: write.version,
      lastUpdated: write.lastUpdated,
      anchors: gone ? [] : [...new Set(write.ties.map(({ anchor }) => anchor))],
      memberships: memberships.keys,
      indexed,
    },
  };
}

/** A resource that belongs to no patient: one item, which is its own locator. */
export function planOrganizational(
  { itemKeys, tenantKeys, random }: PlanContext,
  write: ResourceToWrite,
  stored: Locator | null,
  next: NewLocator,
): WritePlan | 'tooLarge' {
  const { pk, sk } = next.key;
  const record = { ...write.resource, resourceType: write.resourceType, id: write.id };
  const body = write.removed
    ? null
    : sealValue(tenantKeys.secrets.records, ['data', pk, sk, 'b'], encodeJson(record), random);
  if (body !== null && body.length > MAX_SEALED_BYTES) return 'tooLarge';
  const memberships = planMemberships(itemKeys, write, stored);
  return {
    outcome: write.removed ? 'removed' : 'stored',
    puts: memberships.puts,
    deletes: memberships.deletes,
    locatorBody: body === null ? {} : { b: { B: body } },
    locator: {
      ...next,
      row: null,
      version: write.version,
      lastUpdated: write.lastUpdated,
      anchors: [],
      memberships: memberships.keys,
      indexed: [],
    },
  };
}

function planMemberships(itemKeys: TenantItemKeys, write: ResourceToWrite, stored: Locator | null) {
  const held = write.removed ? [] : write.memberships;
  const keys: readonly MembershipKey[] = held.map(membershipKey);
  const isHeld = (old: MembershipKey) =>
    keys.some(({ member, sortKey }) => member === old.member && sortKey === old.sortKey);
  return {
    keys,
    puts: held.map((membership): Item => {
      const { member, sortKey } = membershipKey(membership);
      return {
        pk: { S: itemKeys.memberships(member) },
        sk: { S: sortKey },
        anchor: { S: membership.anchor },
        ...(membership.via === undefined ? {} : { via: { S: membership.via } }),
        ...(membership.organization === undefined ? {} : { organization: { S: membership.organization } }),
        ...(membership.start === null ? {} : { start: { S: membership.start } }),
        ...(membership.end === null ? {} : { end: { S: membership.end } }),
      };
    }),
    deletes: (stored?.memberships ?? [])
      .filter((old) => !isHeld(old))
      .map(({ member, sortKey }): PlaceToDelete => ({ pk: itemKeys.memberships(member), sk: sortKey })),
  };
}

function marker(pk: string, sk: string): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}
