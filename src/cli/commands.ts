import type { Command } from 'commander';
import { registerLedgerCommands } from './ledger.ts';
import { registerTenantsCommands } from './tenants.ts';
import { registerTokenCommand } from './token.ts';

/** Each command adds itself to the program. One file per command. */
export type RegisterCommand = (program: Command) => void;

export const COMMANDS: readonly RegisterCommand[] = Object.freeze([
  registerLedgerCommands,
  registerTenantsCommands,
  registerTokenCommand,
]);
