import type { Finding, Notice } from '../ledger/verify/findings.ts';
import type { Verification, VerifyOptions } from '../ledger/verify/verify-ledger.ts';
import { safeLine } from './safe-line.ts';

/** Milliseconds between two words of progress. */
const EVERY = 500;

/** Words of progress, on a terminal only. */
export function showProgress(stream: NodeJS.WriteStream, clock: () => number): VerifyOptions['onProgress'] {
  let last = clock();
  return (stage, done, of) => {
    if (!stream.isTTY || clock() - last < EVERY) return;
    last = clock();
    const share = of === null || of === 0 ? '' : ` of ${of} (${Math.floor((done / of) * 100)} %)`;
    stream.write(`\r\u001b[K${stage}: ${done}${share}`);
    if (done === of) stream.write('\r\u001b[K');
  };
}

/** Notices that are printed one by one; of more, only how many. */
const MOST = 5;

/** What was asked for. */
export interface VerificationAsked {
  /** Folder or address of the log, where one was named. */
  readonly log?: string;
  readonly json?: boolean;
}

/** Exit code 1 with a finding. */
export function printVerification(report: Verification, { log, json = false }: VerificationAsked): void {
  if (!report.ok) process.exitCode = 1;
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const lines = [...noticeLines(report), ...resultLines(report), ...hintLines(report, log)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function noticeLines({ notices, noticeCounts }: Verification): readonly string[] {
  const lines: string[] = [];
  for (const [code, count] of Object.entries(noticeCounts)) {
    const some = notices.filter((notice) => notice.code === code).slice(0, MOST);
    lines.push(...some.map((notice) => `note: ${code} ${placeOf(notice)}`));
    if (count > some.length) lines.push(`note: ${code} ${count - some.length} more`);
  }
  return lines;
}

function resultLines(report: Verification): readonly string[] {
  const {
    records,
    events,
    batches,
    writers,
    writersOpen,
    asOf,
    size,
    checkpoints,
    firstBad,
    findings,
    took,
  } = report;
  const held =
    `${records} records, ${events} events, ${batches} batches of ${writers} writers (${writersOpen} open), ` +
    `${asOf === null ? '' : `the newest of ${asOf}, `}` +
    `${size === null ? 'no log' : `log of ${size} entries, ${checkpoints.witnesses} witnesses`}, ${seconds(took)}`;
  if (firstBad === null) return [`ok: ${held}`];
  const others = findings.length === 1 ? [] : [`${findings.length} findings; --json has all of them`];
  return [`first bad record: ${firstBad.code} ${placeOf(firstBad)}`, ...others, `read: ${held}`];
}

/** A server that keeps its entries to itself looks like a log that has lost them. */
function hintLines({ firstBad }: Verification, log: string | undefined): readonly string[] {
  if (firstBad?.code !== 'BUNDLE_MISSING' || log === undefined || !/^https?:/.test(log)) return [];
  return [
    'hint: a server gives no entries unless it was started so: phield ledger serve-checkpoint --entries',
  ];
}

function placeOf({ where, index, writer, seq, record, detail }: Finding | Notice): string {
  const parts = [
    ...(where === '' ? [] : [where]),
    ...(index === null ? [] : [`index ${index}`]),
    ...(writer === null ? [] : [`writer ${writer}`]),
    ...(seq === null ? [] : [`batch ${seq}`]),
    ...(record === null ? [] : [`record ${record}`]),
  ];
  // An id that somebody has changed may hold anything, and must not steer the terminal.
  return safeLine(`${parts.join(', ')}${parts.length === 0 ? '' : ': '}${detail}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
