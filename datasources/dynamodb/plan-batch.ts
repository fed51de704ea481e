import type { ResourceToWrite, WriteOutcome } from '../health-data.ts';
import { isOlder, versionOfRemoval } from '../resource-version.ts';
import type { ItemKey } from './batch-get.ts';
import type { Item } from './item.ts';
import { contentHash, type Locator, locatorItem, TOMBSTONE_LIFETIME } from './locator.ts';
import type { KeyOrErased } from './patient-key-store.ts';
import type { HeldWrite } from './pending-writes.ts';
import { type PlaceToDelete, type PlanContext, planOrganizational, planRow } from './plan-write.ts';

/** A resource beside what is stored of it. */
export interface Target {
  readonly write: ResourceToWrite;
  readonly organizational: boolean;
  readonly key: ItemKey;
  readonly contentHash: Uint8Array;
  readonly stored: Locator | null;
  /** What is decided by looking at versions alone; `null`: it is to be written. */
  readonly outcome: 'unchanged' | 'older' | null;
}

export interface BatchPlan {
  readonly outcomes: readonly WriteOutcome[];
  readonly puts: readonly Item[];
  readonly deletes: readonly PlaceToDelete[];
  /** Locators that wait for nothing but puts and deletes. */
  readonly done: readonly Item[];
  readonly held: readonly HeldWrite[];
}

/** May be about a patient or about none (https://hl7.org/fhir/R4/careteam-definitions.html#CareTeam.subject). */
const OF_EITHER_KIND: readonly string[] = ['CareTeam'];

/** Whether a resource may stand under both kinds of key, so that a write must look at both. */
export function isOfEitherKind({ resourceType, removed, subjectId }: ResourceToWrite): boolean {
  return OF_EITHER_KIND.includes(resourceType) || (removed && subjectId === null);
}

export function targetOf(
  { itemKeys, tenantKeys }: PlanContext,
  write: ResourceToWrite,
  stored: (key: ItemKey) => Locator | null,
): Target {
  const rowKey = itemKeys.locator(write.resourceType, write.id);
  const ownKey = itemKeys.organizational(write.resourceType, write.id);
  // A removal may come without its subject: it takes away whichever is stored.
  const organizational =
    write.subjectId === null && !(write.removed && (stored(ownKey) === null || stored(rowKey) !== null));
  const key = organizational ? ownKey : rowKey;
  const hash = contentHash(tenantKeys.secrets.index, write);
  const present = stored(key);
  const unchanged = present !== null && Buffer.compare(present.contentHash, hash) === 0;
  const other = OF_EITHER_KIND.includes(write.resourceType) ? stored(organizational ? rowKey : ownKey) : null;
  const older = [present, other].some((known) => known !== null && isOlder(write, known));
  const outcome = unchanged ? 'unchanged' : older ? 'older' : null;
  return { write, organizational, key, contentHash: hash, stored: present, outcome };
}

/**
 * What a write leaves of the same resource under the other kind of key: a team of staff that becomes a patient's
 * own ends as a team of staff, and the other way round. `null`: nothing, or nothing yet.
 */
export function leftBehind(
  { itemKeys, tenantKeys }: PlanContext,
  { write, organizational, outcome }: Target,
  stored: (key: ItemKey) => Locator | null,
): Target | null {
  if (!OF_EITHER_KIND.includes(write.resourceType) || outcome === 'older') return null;
  const { resourceType, id } = write;
  const key = organizational ? itemKeys.locator(resourceType, id) : itemKeys.organizational(resourceType, id);
  const present = stored(key);
  if (present === null) return null;
  const removal: ResourceToWrite = {
    ...write,
    subjectId: null,
    rowCategories: [],
    labels: [],
    date: null,
    removed: true,
    ties: [],
    memberships: [],
    index: null,
    resource: { resourceType, id },
  };
  const hash = contentHash(tenantKeys.secrets.index, removal);
  const unchanged = Buffer.compare(present.contentHash, hash) === 0;
  return {
    write: removal,
    organizational: !organizational,
    key,
    contentHash: hash,
    stored: present,
    outcome: unchanged ? 'unchanged' : null,
  };
}

/** A removal beside what is stored: it is kept as the version that it counts as. Its content stays as it was given. */
export function asVersioned(target: Target): Target {
  const { write, stored } = target;
  if (!write.removed || stored === null) return target;
  return { ...target, write: { ...write, ...versionOfRemoval(write, stored) } };
}

/** Patients whose keys a plan needs. A removal makes no key. */
export function subjectsOf(targets: readonly Target[]): readonly string[] {
  const subjects = targets.flatMap(({ write, outcome }) =>
    outcome !== null || write.removed || write.subjectId === null ? [] : [write.subjectId],
  );
  return [...new Set(subjects)];
}

/** @param isHeld whether an earlier version's locator still waits: written before it, a later one would be replaced. */
export function planBatch(
  context: PlanContext,
  targets: readonly Target[],
  keys: ReadonlyMap<string, KeyOrErased>,
  now: number,
  isHeld: (key: ItemKey) => boolean,
): BatchPlan {
  const puts: Item[] = [];
  const deletes: PlaceToDelete[] = [];
  const done: Item[] = [];
  const held: HeldWrite[] = [];
  const outcomes = targets.map(({ write, organizational, stored, outcome, ...next }): WriteOutcome => {
    if (outcome !== null) return outcome;
    const key = write.subjectId === null ? null : (keys.get(write.subjectId) ?? null);
    if (key === 'erased') return key;
    const plan = organizational
      ? planOrganizational(context, write, stored, next)
      : planRow(context, write, key, stored, next);
    if (plan === 'tooLarge') return plan;
    // One by one: a team may have more members than a call may have arguments.
    for (const put of plan.puts) puts.push(put);
    for (const place of plan.deletes) deletes.push(place);
    const { locator } = plan;
    const expiresAt = write.removed ? Math.floor(now / 1000) + TOMBSTONE_LIFETIME : null;
    const item = { ...locatorItem(locator, expiresAt), ...plan.locatorBody };
    const changes = tieChanges(write, stored, locator);
    if (changes.length === 0 && !isHeld(locator.key)) done.push(item);
    else held.push({ locator, item, changes });
    return plan.outcome;
  });
  return { outcomes, puts, deletes, done, held };
}

function tieChanges(write: ResourceToWrite, stored: Locator | null, next: Locator): HeldWrite['changes'] {
  const source = `${write.resourceType}/${write.id}`;
  const before = stored?.row?.patientId ?? null;
  const after = next.row?.patientId ?? null;
  const added = after === null ? [] : [{ patientId: after, source, anchors: next.anchors, ties: write.ties }];
  const left = (stored?.anchors ?? []).filter((anchor) => before !== after || !next.anchors.includes(anchor));
  const taken = before === null ? [] : [{ patientId: before, source, anchors: left, ties: [] }];
  return [...taken, ...added].filter(({ anchors }) => anchors.length > 0);
}
