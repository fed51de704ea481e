/**
 * What cannot be in an untouched ledger. docs/ledger-verify.md says of each what it means.
 */
export type FindingCode =
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT_FORM'
  | 'CHECKPOINT_ORIGIN'
  | 'CHECKPOINT_SIGNATURE'
  | 'WITNESS_SIGNATURE'
  | 'WITNESS_QUORUM'
  | 'PINNED_CHECKPOINT'
  | 'LOG_SHRUNK'
  | 'HISTORY_CHANGED'
  | 'ROOT'
  | 'BUNDLE_MISSING'
  | 'BUNDLE_FORM'
  | 'TILE_MISSING'
  | 'TILE_FORM'
  | 'TILE_HASH'
  | 'LOG_STRANGER'
  | 'LOG_LEFTOVER'
  | 'ENTRY_FORM'
  | 'CERTIFICATE'
  | 'WRITER_UNKNOWN'
  | 'BATCH_FORM'
  | 'BATCH_SIGNATURE'
  | 'BATCH_NUMBER'
  | 'BATCH_REPEATED'
  | 'BATCH_LINK'
  | 'BATCH_KIND'
  | 'BATCH_COUNT'
  | 'BATCH_TOTAL'
  | 'BATCH_ROOT'
  | 'BATCH_UNFINISHED'
  | 'SEGMENT_FORMAT'
  | 'SEGMENT_HEADER'
  | 'SEGMENT_DAMAGED'
  | 'SEGMENT_TRUNCATED'
  | 'SEGMENT_MISSING'
  | 'SEGMENT_SEAL'
  | 'SEGMENT_AFTER_SEAL'
  | 'SEGMENT_STRANGER'
  | 'TABLE_ITEM'
  | 'TABLE_WRITER'
  | 'STORE_BEHIND'
  | 'STORE_DIFFERS';

export type NoticeCode =
  | 'NOT_PINNED'
  | 'NO_PAST'
  | 'PRUNED'
  | 'UNLOCKED'
  | 'NO_LOG'
  | 'WRITER_OPEN'
  | 'HEARTBEAT_GAP'
  | 'CLOCK'
  | 'TORN_TAIL'
  | 'UNBORN'
  | 'UNSEALED'
  | 'UNSEQUENCED'
  | 'STORE_BEHIND'
  | 'ELSEWHERE'
  | 'LOG_LEFTOVER'
  | 'RECORD_UNKNOWN';

/** Where something stands; all `null` that is not known or does not apply. */
export interface Place {
  /** Path of the log's object, or name of the segment, with `@` and a byte offset, or line of the table's dump. */
  readonly where: string;
  /** In the log, from 0. */
  readonly index: number | null;
  readonly writer: string | null;
  readonly seq: number | null;
  /** Id of the record. */
  readonly record: string | null;
}

export interface Finding extends Place {
  readonly code: FindingCode;
  /** Constant words, numbers and ids only. */
  readonly detail: string;
}

export interface Notice extends Place {
  readonly code: NoticeCode;
  readonly detail: string;
}

/** In this order parts are read, and the first bad record is looked for. */
export const STAGES = Object.freeze(['checkpoint', 'log', 'segments', 'table'] as const);
export type Stage = (typeof STAGES)[number];

/** More are counted but not kept: the first is what matters. */
const MOST_KEPT = 1000;

interface Kept {
  readonly stage: Stage;
  readonly finding: Finding;
}

/** Everything found so far, in memory that is bounded. */
export class Findings {
  #kept: Kept[] = [];
  readonly #notices: Notice[] = [];
  readonly #noticed = new Map<NoticeCode, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(stage: Stage, finding: Finding): void {
    this.#count += 1;
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ stage, finding });
  }

  notice(notice: Notice): void {
    const before = this.#noticed.get(notice.code) ?? 0;
    this.#noticed.set(notice.code, before + 1);
    if (before < MOST_KEPT / 10) this.#notices.push(notice);
  }

  has(stage: Stage): boolean {
    return this.#kept.some((kept) => kept.stage === stage);
  }

  /** What is known better by now, such as which record of a batch is the changed one. */
  async refine(better: (stage: Stage, finding: Finding) => Promise<Finding>): Promise<void> {
    const refined: Kept[] = [];
    for (const { stage, finding } of this.#kept) {
      refined.push({ stage, finding: await better(stage, finding) });
    }
    this.#kept = refined;
  }

  /** By stage, in the log by index; else as they came. */
  sorted(): readonly Finding[] {
    const place = ({ stage, finding }: Kept) => [STAGES.indexOf(stage), indexIn(stage, finding)] as const;
    return this.#kept
      .toSorted((a, b) => {
        const [stageA, indexA] = place(a);
        const [stageB, indexB] = place(b);
        if (stageA !== stageB || indexA !== indexB) return stageA - stageB || indexA - indexB;
        // At one place, a batch that is not as it was sealed says more than a tile that does not fit it.
        return Number(a.finding.code === 'TILE_HASH') - Number(b.finding.code === 'TILE_HASH');
      })
      .map(({ finding }) => finding);
  }

  notices(): readonly Notice[] {
    return this.#notices;
  }

  /** How often each was met, also beyond those kept. */
  noticeCounts(): Readonly<Partial<Record<NoticeCode, number>>> {
    return Object.fromEntries(this.#noticed);
  }
}

function indexIn(stage: Stage, { index }: Finding): number {
  if (stage !== 'log') return 0;
  // What concerns the whole log is said after what names a place in it.
  return index ?? Number.MAX_SAFE_INTEGER;
}
