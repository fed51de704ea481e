import { Command } from 'commander';
import { registerLedgerSequence } from '../../../src/cli/ledger-sequence.ts';
import { registerLedgerServeCheckpoint } from '../../../src/cli/ledger-serve-checkpoint.ts';
import { registerLedgerWitness } from '../../../src/cli/ledger-witness.ts';

/** These commands alone, as a process of their own. */
const program = new Command('phield');
registerLedgerSequence(program);
registerLedgerServeCheckpoint(program);
registerLedgerWitness(program);
await program.parseAsync(process.argv);
