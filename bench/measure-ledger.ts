import { measureLedgerCommit, printLedgerCommit } from './ledger-commit.ts';
import { measureLedgerShare, printLedgerShare } from './ledger-share.ts';
import type { Options } from './options.ts';
import { keepResults, thisMachine } from './results.ts';

/** What the ledger can take, and what it costs each workload. */
export async function measureLedger(options: Options, progress: (text: string) => void): Promise<void> {
  const commit = await measureLedgerCommit(options.rounds, options.seconds, progress);
  printLedgerCommit(commit);
  const shares = await measureLedgerShare(options, progress);
  printLedgerShare(shares);
  const results = { time: new Date().toISOString(), machine: thisMachine(), options, commit, shares };
  await keepResults(results, options.json === null ? [] : [options.json]);
}
