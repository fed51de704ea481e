import type { Finding, Notice } from './segments/ledger-item.ts';
import { readLedger } from './segments/read-ledger.ts';

export interface Verification {
  readonly records: number;
  readonly writers: number;
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** More than this many findings are counted by nobody: the first is what matters. */
const MOST_FINDINGS = 1000;

/**
 * Reads every frame, checksum, batch and segment link. It finds damage and loss, not forgery: whoever can
 * write the files can make frames that fit, which hash chains and signed checkpoints are to exclude.
 *
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function verifyLedger(directory: string): Promise<Verification> {
  const findings: Finding[] = [];
  const notices: Notice[] = [];
  const writers = new Set<string>();
  let records = 0;
  for await (const item of readLedger(directory)) {
    if (item.kind === 'record') {
      records += 1;
      writers.add(item.file.slice(0, item.file.lastIndexOf('-')));
    } else if (item.kind === 'notice') {
      notices.push(item);
    } else if (findings.length < MOST_FINDINGS) {
      findings.push(item);
    }
  }
  return { records, writers: writers.size, findings, notices };
}
