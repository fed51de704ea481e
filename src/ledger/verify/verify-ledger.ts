import { checkLog, type LogResult } from './check-log.ts';
import { checkSegments } from './check-segments.ts';
import { checkTable, type TableItem } from './check-table.ts';
import { type Finding, Findings, type Notice, type NoticeCode, type Stage } from './findings.ts';
import { HeartbeatWatch } from './heartbeat-watch.ts';
import { LogFiles } from './log-files.ts';
import type { LogReader } from './log-reader.ts';
import { type Checkpoint, readCheckpoint } from './read-checkpoint.ts';
import { refineFinding } from './refine-finding.ts';
import { StoreCheck } from './store-check.ts';
import { TILE_WIDTH, tilePath } from './tile-path.ts';
import type { Trust } from './trust.ts';
import { WriterChains } from './writer-chains.ts';

export interface VerifyOptions {
  readonly trust: Trust;
  /** True where the keys were the auditor's own; else they are the installation's word for itself. */
  readonly pinned: boolean;
  /** `null`: there is none to look at. */
  readonly log: LogReader | null;
  /** Folder of segments, or `null`. */
  readonly segments: string | null;
  /** Whether every writer of the log wrote its segments in that folder. */
  readonly allSegments: boolean;
  /** Items of the ledger's table, or `null`. */
  readonly table: AsyncIterable<TableItem | null> | null;
  /** Whether every record is in the table before it is acknowledged. True where it is left out. */
  readonly allTable?: boolean;
  /** Seconds between heartbeats. */
  readonly heartbeat: number;
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  readonly onProgress: (stage: Stage, done: number, of: number | null) => void;
}

/** The JSON of `phield ledger verify`. */
export interface Verification {
  readonly ok: boolean;
  readonly pinned: boolean;
  readonly origin: string;
  /** Entries of the log, and its root in base64; `null` without a log. */
  readonly size: number | null;
  readonly root: string | null;
  readonly checkpoints: { readonly log: boolean; readonly witnesses: number };
  readonly records: number;
  readonly events: number;
  readonly batches: number;
  readonly writers: number;
  readonly writersOpen: number;
  /** When the newest batch that was met was sealed, by its writer's clock: RFC 3339; `null` without one. */
  readonly asOf: string | null;
  /** Batches that a store has and the log does not have yet. */
  readonly unsequenced: number;
  readonly findings: readonly Finding[];
  readonly firstBad: Finding | null;
  readonly notices: readonly Notice[];
  readonly noticeCounts: Readonly<Partial<Record<NoticeCode, number>>>;
  /** Milliseconds. */
  readonly took: number;
}

/**
 * Makes everything anew from the bytes that lie there, and compares: docs/ledger-verify.md has what and in which
 * order. Nothing is written. Memory grows with the number of writers, not with the ledger.
 *
 * @throws LedgerMissingError when a folder named is not there, LogUnreadableError when the log cannot be read.
 */
export async function verifyLedger(options: VerifyOptions): Promise<Verification> {
  const { trust, log: reader } = options;
  const started = options.clock();
  const findings = new Findings();
  const chains = new WriterChains(trust);
  const watch = new HeartbeatWatch(options.heartbeat, findings);
  if (!options.pinned) {
    findings.notice(
      general(
        'NOT_PINNED',
        'the keys are the installation’s own word: whoever has them, or put an older copy of everything back, is not found; keep a trust file elsewhere',
      ),
    );
  } else if (reader !== null && trust.checkpoint === null) {
    findings.notice(
      general('NO_PAST', 'the trust file has no checkpoint: an older copy put back is not found'),
    );
  }
  const head = reader === null ? null : await readHead(reader, trust, findings);
  let logged: LogResult | null = null;
  let files: LogFiles | null = null;
  if (reader !== null && head?.checkpoint) {
    const { checkpoint } = head;
    files = new LogFiles(reader, checkpoint.size, findings);
    await files.readPlans();
    logged = await checkLog({
      reader,
      trust,
      checkpoint,
      pinned: head.pinned,
      chains,
      findings,
      onBatch: (batch, hash, from, before) => {
        files?.onBatch(batch.writer, batch.seq, hash, from);
        watch.onBatch(batch, before, `index ${from}`, from);
      },
      onProgress: (done) => options.onProgress('log', done, checkpoint.size),
    });
    await files.finish();
    await noticeUnlocked(reader, checkpoint.size, findings);
  } else if (reader === null || !findings.has('checkpoint')) {
    findings.notice(general('NO_LOG', 'there is no log: only what its writers signed can be checked'));
  }
  const pruned = new Map<string, number>();
  for (const [writer, last] of logged?.pruned.flatMap(({ writers }) => writers) ?? [])
    pruned.set(writer, Math.max(last, pruned.get(writer) ?? 0));
  const storeOf = (stage: Stage, required: boolean) =>
    new StoreCheck({
      stage,
      trust,
      findings,
      log: chains.chains,
      required,
      wanted: logged?.suspects ?? [],
      pruned,
      onBatch: (batch, hash, where, before) => {
        const known = chains.chains.get(batch.writer);
        if (known !== undefined && batch.seq <= known.seq) return;
        if (files?.agrees(batch.writer, batch.seq, hash) !== false) watch.onBatch(batch, before, where, null);
      },
    });
  const stores: StoreCheck[] = [];
  if (options.segments !== null) {
    const store = storeOf('segments', options.allSegments);
    await checkSegments({
      directory: options.segments,
      trust,
      store,
      findings,
      logged: chains.chains.keys(),
      complete: options.allSegments,
      onProgress: (done) => options.onProgress('segments', done, null),
    });
    stores.push(store);
  }
  if (options.table !== null) {
    const store = storeOf('table', options.allTable ?? true);
    const onProgress = (done: number) => options.onProgress('table', done, null);
    await checkTable({ items: options.table, store, logged: chains.chains.keys(), onProgress });
    stores.push(store);
  }
  const size = head?.checkpoint?.size ?? 0;
  const place = reader === null ? null : { reader, trust, size };
  let lookups = 0;
  await findings.refine(async (stage, finding) => {
    lookups += 1;
    return refineFinding(stage, finding, { logged, log: lookups <= MOST_LOOKUPS ? place : null, stores });
  });
  return report(options, { findings, chains, logged, stores, head, started });
}

/** Looking an entry up reads the log again. */
const MOST_LOOKUPS = 5;

interface LogHead {
  readonly checkpoint: Checkpoint | null;
  readonly pinned: Checkpoint | null;
  readonly signed: boolean;
  readonly witnesses: number;
}

async function readHead(reader: LogReader, trust: Trust, findings: Findings): Promise<LogHead> {
  const find = (code: Finding['code'], where: string, detail: string) =>
    findings.add('checkpoint', { code, where, index: null, writer: null, seq: null, record: null, detail });
  let pinned: Checkpoint | null = null;
  if (trust.checkpoint !== null) {
    // Whoever keeps it saw who signed it. That key may have been given up since: then the line is a stranger's.
    const reading = readCheckpoint(trust.checkpoint, { ...trust, witnesses: [], quorum: 0 });
    if (reading.problems.every((problem) => problem === 'CHECKPOINT_SIGNATURE') && reading.forged === 0)
      pinned = reading.checkpoint;
    else find('PINNED_CHECKPOINT', 'the trust file', 'its checkpoint is not one of this log');
  }
  const bytes = await reader.get('checkpoint');
  if (bytes === null) {
    let empty = pinned === null;
    for await (const _ of reader.list() ?? []) empty = false;
    if (!empty) find('CHECKPOINT_MISSING', 'checkpoint', 'the log has no checkpoint');
    return { checkpoint: null, pinned, signed: false, witnesses: 0 };
  }
  const { checkpoint, problems, witnesses } = readCheckpoint(bytes, trust);
  for (const code of problems) find(code, 'checkpoint', PROBLEMS[code]);
  if (checkpoint !== null && pinned !== null && checkpoint.size < pinned.size) {
    find('LOG_SHRUNK', 'checkpoint', `${checkpoint.size} entries, and there were ${pinned.size}`);
  }
  return { checkpoint, pinned, signed: problems.length === 0, witnesses };
}

/** What lasts is locked where the log's place can lock; its newest full tile stands for all before it. */
async function noticeUnlocked(reader: LogReader, size: number, findings: Findings): Promise<void> {
  const full = Math.floor(size / TILE_WIDTH);
  const paths = ['checkpoint', ...(full > 0 ? [tilePath(0, full - 1, TILE_WIDTH)] : [])];
  for (const path of paths) {
    if ((await reader.isLocked?.(path)) !== false) continue;
    const detail = 'no object lock is seen: whoever has the bucket can take it away';
    findings.notice({ ...general('UNLOCKED', detail), where: path });
  }
}

const PROBLEMS = Object.freeze({
  CHECKPOINT_FORM: 'no signed checkpoint',
  CHECKPOINT_ORIGIN: 'the checkpoint of another log',
  CHECKPOINT_SIGNATURE: 'no trusted key of the log signed it',
  WITNESS_SIGNATURE: 'a witness’s cosignature does not hold',
  WITNESS_QUORUM: 'too few of the trusted witnesses cosigned it',
});

function general(code: NoticeCode, detail: string): Notice {
  return { code, where: '', index: null, writer: null, seq: null, record: null, detail };
}

interface Outcome {
  readonly findings: Findings;
  readonly chains: WriterChains;
  readonly logged: LogResult | null;
  readonly stores: readonly StoreCheck[];
  readonly head: LogHead | null;
  readonly started: number;
}

function report(options: VerifyOptions, outcome: Outcome): Verification {
  const { findings, chains, logged, stores, head } = outcome;
  // A batch not in the log yet may lie in both stores.
  const most = stores.toSorted((a, b) => b.counts.unsequenced - a.counts.unsequenced)[0]?.counts;
  const last = new Map(chains.chains);
  for (const store of stores) {
    for (const [writer, chain] of store.chains.chains) {
      if (chain.seq > (last.get(writer)?.seq ?? 0)) last.set(writer, chain);
    }
  }
  let writersOpen = 0;
  let newest = -1;
  for (const [writer, { closed, seq, time }] of last) {
    newest = Math.max(newest, time);
    if (closed) continue;
    writersOpen += 1;
    const detail = 'it has not closed: it runs, or was killed';
    findings.notice({ code: 'WRITER_OPEN', where: '', index: null, writer, seq, record: null, detail });
  }
  const unsequenced = most?.unsequenced ?? 0;
  if (unsequenced > 0) {
    findings.notice(general('UNSEQUENCED', `${unsequenced} batches are not in the log yet`));
  }
  const sorted = findings.sorted();
  return {
    ok: sorted.length === 0,
    pinned: options.pinned,
    origin: options.trust.origin,
    size: head?.checkpoint?.size ?? null,
    root: head?.checkpoint?.root.toString('base64') ?? null,
    checkpoints: { log: head?.signed ?? false, witnesses: head?.witnesses ?? 0 },
    records: (logged?.counts.records ?? 0) + (most?.records ?? 0),
    events: (logged?.counts.events ?? 0) + (most?.events ?? 0),
    batches: (logged?.counts.batches ?? 0) + unsequenced,
    writers: last.size,
    writersOpen,
    asOf: newest < 0 ? null : new Date(newest).toISOString(),
    unsequenced,
    findings: sorted,
    firstBad: sorted[0] ?? null,
    notices: findings.notices(),
    noticeCounts: findings.noticeCounts(),
    took: Math.round(options.clock() - outcome.started),
  };
}
