import type { Command } from 'commander';
import { registerLedgerAccounting } from './ledger-accounting.ts';
import { registerLedgerExport } from './ledger-export.ts';
import { registerLedgerHold } from './ledger-hold.ts';
import { registerLedgerProve } from './ledger-prove.ts';
import { registerLedgerPrune } from './ledger-prune.ts';
import { registerLedgerQuery } from './ledger-query.ts';
import { registerLedgerSequence } from './ledger-sequence.ts';
import { registerLedgerServeCheckpoint } from './ledger-serve-checkpoint.ts';
import { registerLedgerTrust } from './ledger-trust.ts';
import { registerLedgerVerify } from './ledger-verify.ts';
import { registerLedgerWitness } from './ledger-witness.ts';

/** `phield ledger …`: reading and checking the record of disclosures. */
export function registerLedgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('Read and check the record of disclosures.');
  registerLedgerQuery(ledger);
  registerLedgerVerify(ledger);
  registerLedgerTrust(ledger);
  registerLedgerProve(ledger);
  registerLedgerExport(ledger);
  registerLedgerAccounting(ledger);
  registerLedgerHold(ledger);
  registerLedgerPrune(ledger);
  registerLedgerSequence(ledger);
  registerLedgerServeCheckpoint(ledger);
  registerLedgerWitness(ledger);
}
