import type { Command } from 'commander';
import { registerAccessCommands } from './access.ts';
import { registerBedrockLocalCommands } from './bedrock-local.ts';
import { registerClientsCommands } from './clients.ts';
import { registerCodesCommands } from './codes.ts';
import { registerDemoCommand } from './demo.ts';
import { registerDocumentsCommands } from './documents.ts';
import { registerEraseCommands } from './erase.ts';
import { registerImportCommand } from './import.ts';
import { registerInsightsCommands } from './insights.ts';
import { registerKeysCommands } from './keys.ts';
import { registerLedgerCommands } from './ledger.ts';
import { registerRevokeCommand } from './revoke.ts';
import { registerSchemaCommands } from './schema.ts';
import { registerServeCommand } from './serve.ts';
import { registerSignalCommands } from './signals.ts';
import { registerTenantsCommands } from './tenants.ts';
import { registerTokenCommand } from './token.ts';

/** Each command adds itself to the program. One file per command. */
export type RegisterCommand = (program: Command) => void;

export const COMMANDS: readonly RegisterCommand[] = Object.freeze([
  registerServeCommand,
  registerDemoCommand,
  registerDocumentsCommands,
  registerImportCommand,
  registerEraseCommands,
  registerKeysCommands,
  registerCodesCommands,
  registerInsightsCommands,
  registerAccessCommands,
  registerLedgerCommands,
  registerSignalCommands,
  registerSchemaCommands,
  registerTenantsCommands,
  registerClientsCommands,
  registerTokenCommand,
  registerRevokeCommand,
  registerBedrockLocalCommands,
]);
