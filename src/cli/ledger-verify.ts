import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { Finding } from '../ledger/segments/ledger-item.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';

/** `phield ledger verify`: exit 0 for a whole ledger, 1 with the first bad record otherwise. */
export function registerLedgerVerify(ledger: Command): void {
  ledger
    .command('verify')
    .description('Check every record of the ledger: frames, checksums, order and completeness of batches.')
    .option('--json', 'print the result as one line of JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { records, findings, notices } = await verifyLedger(
        ledgerDirectory(loadConfig(process.env).dataDir),
      );
      const first = findings[0] ?? null;
      if (first !== null) process.exitCode = 1;
      if (json) {
        const result = { ok: first === null, records, firstBad: first, findings, notices };
        process.stdout.write(`${JSON.stringify(result)}\n`);
        return;
      }
      for (const { code, file, offset } of notices) {
        process.stdout.write(`note: ${code} ${file} at byte ${offset}: ${NOTICE[code]}\n`);
      }
      if (first === null) process.stdout.write(`ok: ${records} records\n`);
      else process.stdout.write(`first bad record: ${describeFinding(first)}\n${findings.length} findings\n`);
    });
}

/** One line: what, where, and the last good record before it. */
export function describeFinding({ code, file, offset, after }: Finding): string {
  return `${code} ${file} at byte ${offset}${after === null ? '' : `, after record ${after}`}`;
}

const NOTICE = Object.freeze({
  TORN_TAIL: 'an end never acknowledged, left by a writer that was killed or still writes',
  UNBORN: 'a segment never begun, left by a failing device',
  NOT_CLOSED: 'its writer runs or was killed',
});
