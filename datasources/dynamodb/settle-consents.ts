import type { WriteOutcome } from '../health-data.ts';
import { batchGet } from './batch-get.ts';
import { type ConsentEntry, entryOf, readConsents, rowOf, succeeds } from './consents-item.ts';
import type { Item } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import { type MergedConsent, mergeConsents } from './merge-consents.ts';
import type { PatientKeyStore } from './patient-key-store.ts';
import type { Target } from './plan-batch.ts';
import type { StoreCalls } from './store-calls.ts';

export interface SettleContext {
  readonly store: StoreCalls;
  readonly itemKeys: TenantItemKeys;
  readonly patientKeys: PatientKeyStore;
}

export interface SettledTargets {
  /** In the order of what was given; those of consents stand for the entry that is in force. */
  readonly targets: readonly Target[];
  /** What was decided of consents, by place; the plan decides the rest. */
  readonly outcomes: ReadonlyMap<number, WriteOutcome>;
}

/** A consent in a batch, beside whose it is and whose it was. */
interface Imported {
  readonly at: number;
  readonly target: Target;
  readonly entry: ConsentEntry;
  readonly patientId: string;
  /** Another patient of whom it was before, or `null`. */
  readonly formerly: string | null;
}

/** Settles batch after batch: those of one writer under way at once do not contend for one patient's consents. */
export function consentSettler(
  context: SettleContext,
): (targets: readonly Target[]) => Promise<SettledTargets> {
  let turn: Promise<unknown> = Promise.resolve();
  return (targets) => {
    if (!targets.some(({ write }) => write.resourceType === 'Consent')) {
      return Promise.resolve({ targets, outcomes: new Map() });
    }
    const settled = turn.catch(() => undefined).then(() => settleConsents(context, targets));
    turn = settled;
    return settled;
  };
}

/**
 * Stores the consents of a batch where access reads them, before anything of their rows: a withdrawal holds from
 * then on, and a run cut off after it is healed by the next, since rows are planned from what stands, not from what
 * was brought.
 */
async function settleConsents(context: SettleContext, targets: readonly Target[]): Promise<SettledTargets> {
  const imported = targets.flatMap((target, at) => importedOf(target, at));
  if (imported.length === 0) return { targets, outcomes: new Map() };
  const items = await readItems(context, imported);
  const open = imported.filter(({ target, patientId }) => items.has(patientId) || !target.write.removed);
  const ids = open.flatMap(({ patientId, formerly }) => [
    patientId,
    ...(formerly === null ? [] : [formerly]),
  ]);
  const keys = await context.patientKeys.get([...new Set(ids)]);

  const settled = [...targets];
  const outcomes = new Map<number, WriteOutcome>();
  await Promise.all(
    [...new Set(open.map(({ patientId }) => patientId))].map(async (patientId) => {
      const key = keys.get(patientId);
      if (key === undefined || key === 'erased') return;
      const consents = { ...context, patientId, key };
      const own = open.filter((one) => one.patientId === patientId);
      const kept = own.filter((one) => !isOverruledElsewhere(one) && !isLongGone(one));
      const merged = await mergeConsents(
        consents,
        kept.map(({ entry }) => entry),
        items.get(patientId) ?? null,
      );
      for (const one of own) {
        const result = merged.get(one.entry.id);
        const outcome = result?.outcome ?? 'older';
        if (outcome === 'accepted') await leave(one);
        else outcomes.set(one.at, outcome);
        settled[one.at] = follow(one, result ?? null);
      }
    }),
  );
  return { targets: settled, outcomes };

  /** Whether what stands of it at the patient it was of before takes precedence. */
  function isOverruledElsewhere({ entry, formerly }: Imported): boolean {
    const standing = standingAt(formerly, entry.id);
    return standing !== null && !succeeds(entry, standing);
  }

  /** Whether all that is left of it is the locator of a version that was removed. */
  function isLongGone({ target, entry, patientId }: Imported): boolean {
    const key = keys.get(patientId);
    if (target.outcome !== 'older' || key === undefined || key === 'erased') return false;
    return !readConsents(key, items.get(patientId) ?? null).entries.has(entry.id);
  }

  /** Takes a consent that is another patient's now away from the one it was of. */
  async function leave({ entry, formerly }: Imported): Promise<void> {
    const key = formerly === null ? undefined : keys.get(formerly);
    const standing = standingAt(formerly, entry.id);
    if (formerly === null || key === undefined || key === 'erased' || standing === null) return;
    const gone = { ...entry, removed: true, resource: { resourceType: 'Consent', id: entry.id } };
    await mergeConsents({ ...context, patientId: formerly, key }, [gone], items.get(formerly) ?? null);
  }

  function standingAt(patientId: string | null, id: string): ConsentEntry | null {
    const key = patientId === null ? undefined : keys.get(patientId);
    if (patientId === null || key === undefined || key === 'erased') return null;
    const standing = readConsents(key, items.get(patientId) ?? null).entries.get(id);
    return standing === undefined || standing.removed ? null : standing;
  }
}

function importedOf(target: Target, at: number): readonly Imported[] {
  const { write, stored, organizational } = target;
  if (write.resourceType !== 'Consent' || organizational) return [];
  const before = stored?.row?.patientId ?? null;
  const patientId = write.subjectId ?? before;
  if (patientId === null) return [];
  const entry = entryOf(write, target.contentHash, false);
  return [{ at, target, entry, patientId, formerly: before === patientId ? null : before }];
}

async function readItems(
  { store, itemKeys }: SettleContext,
  imported: readonly Imported[],
): Promise<ReadonlyMap<string, Item>> {
  const all = imported.flatMap(({ patientId, formerly }) => [patientId, formerly ?? patientId]);
  const ids = [...new Set(all)];
  const items = await batchGet(store, ids.map(itemKeys.consents));
  return new Map(
    ids.flatMap((id, at) => {
      const item = items[at] ?? null;
      return item === null ? [] : [[id, item] as const];
    }),
  );
}

/** The row follows what stands; where what stands cannot be a row, the row stays as it is. */
function follow({ target, patientId }: Imported, merged: MergedConsent | null): Target {
  const standing = merged?.standing ?? null;
  if (standing === null || standing.hash === '') return { ...target, outcome: 'older' };
  const contentHash = Buffer.from(standing.hash, 'base64url');
  const { stored } = target;
  const followed = stored !== null && Buffer.compare(stored.contentHash, contentHash) === 0;
  return {
    ...target,
    write: rowOf(standing, patientId),
    contentHash,
    outcome: followed ? 'unchanged' : null,
  };
}
