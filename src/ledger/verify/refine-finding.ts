import type { LogResult } from './check-log.ts';
import type { Suspect } from './entry-pass.ts';
import type { Finding, Stage } from './findings.ts';
import { isEqual } from './merkle-proof.ts';
import { findBatch, nameEntry } from './name-entry.ts';
import type { StoreCheck } from './store-check.ts';

export interface Knowledge {
  readonly logged: LogResult | null;
  /** `null`: enough was looked up. */
  readonly log: Parameters<typeof nameEntry>[0] | null;
  readonly stores: readonly StoreCheck[];
}

/** Says of a finding which record it is, where that can be known from elsewhere. */
export async function refineFinding(stage: Stage, finding: Finding, knowledge: Knowledge): Promise<Finding> {
  if (stage === 'log') return inLog(finding, knowledge);
  if (stage === 'segments' || stage === 'table') return inStore(stage, finding, knowledge);
  return finding;
}

async function inLog(finding: Finding, { logged, log, stores }: Knowledge): Promise<Finding> {
  const suspect = logged?.suspects.find(({ writer, seq, until, from }) => {
    const { index } = finding;
    return (
      finding.writer === writer && finding.seq === seq && index !== null && from <= index && index < until
    );
  });
  if (logged !== null && suspect !== undefined) {
    const at = changedEntry(suspect, logged.badLeaves, stores);
    return at === null ? finding : { ...finding, index: at, record: suspect.ids[at - suspect.from] ?? null };
  }
  if (finding.index === null || finding.writer !== null || log === null) return finding;
  return { ...finding, ...(await nameEntry(log, finding.index)) };
}

/** A stored tile knows each leaf, and so does a store that has the batch as it was sealed. */
function changedEntry(
  suspect: Suspect,
  badLeaves: readonly number[],
  stores: readonly StoreCheck[],
): number | null {
  const bad = badLeaves.find((index) => suspect.from <= index && index <= suspect.until);
  if (bad !== undefined) return bad;
  const sealed = stores.flatMap((store) => store.kept());
  if (sealed.length === 0) return null;
  // The batch that begins as this one does is the one that stood here; behind what both have comes the change.
  return suspect.from + Math.max(...sealed.map((leaves) => alike(leaves, suspect.leaves)));
}

function alike(one: readonly Uint8Array[], other: readonly Uint8Array[]): number {
  let count = 0;
  while (count < one.length && count < other.length && isEqual(one[count] ?? NONE, other[count] ?? NONE)) {
    count += 1;
  }
  return count;
}

const NONE = new Uint8Array();

const AT_HEAD = new Set<Finding['code']>([
  'BATCH_FORM',
  'BATCH_SIGNATURE',
  'BATCH_LINK',
  'BATCH_KIND',
  'BATCH_TOTAL',
]);

/** What a store has wrong, the log may have right: its index, and the record that should stand there. */
async function inStore(stage: Stage, finding: Finding, { log, stores }: Knowledge): Promise<Finding> {
  const { writer, seq } = finding;
  // What stands here a second time is not bad where it stands first.
  const again = finding.code === 'BATCH_REPEATED';
  if (log === null || writer === null || seq === null || again) return finding;
  const logged = await findBatch(log, writer, seq);
  if (logged === null) return finding;
  const store = stores.find((one) => one.stage === stage);
  const met = store?.suspect(writer, seq);
  const head = logged.from + logged.leaves.length;
  if (met === undefined) return { ...finding, index: AT_HEAD.has(finding.code) ? head : logged.from };
  const different = logged.leaves.findIndex((leaf, at) => !isEqual(leaf, met.leaves[at] ?? new Uint8Array()));
  const at = different < 0 ? logged.leaves.length : different;
  const where = met.wheres[at] ?? finding.where;
  return { ...finding, where, index: logged.from + at, record: logged.ids[at] ?? finding.record };
}
