import type { Command } from 'commander';

/** Each command adds itself to the program. One file per command. */
export type RegisterCommand = (program: Command) => void;

/**
 * Commands by the word that calls them, in the order of the help. Each is loaded when it is called: all of them
 * together take longer to load than most take to run.
 */
export const COMMANDS: ReadonlyMap<string, () => Promise<RegisterCommand>> = new Map(
  Object.entries({
    serve: async () => (await import('./serve.ts')).registerServeCommand,
    demo: async () => (await import('./demo.ts')).registerDemoCommand,
    documents: async () => (await import('./documents.ts')).registerDocumentsCommands,
    import: async () => (await import('./import.ts')).registerImportCommand,
    erase: async () => (await import('./erase.ts')).registerEraseCommands,
    keys: async () => (await import('./keys.ts')).registerKeysCommands,
    codes: async () => (await import('./codes.ts')).registerCodesCommands,
    insights: async () => (await import('./insights.ts')).registerInsightsCommands,
    access: async () => (await import('./access.ts')).registerAccessCommands,
    ledger: async () => (await import('./ledger.ts')).registerLedgerCommands,
    signals: async () => (await import('./signals.ts')).registerSignalCommands,
    evidence: async () => (await import('./evidence.ts')).registerEvidenceCommands,
    schema: async () => (await import('./schema.ts')).registerSchemaCommands,
    tenants: async () => (await import('./tenants.ts')).registerTenantsCommands,
    clients: async () => (await import('./clients.ts')).registerClientsCommands,
    token: async () => (await import('./token.ts')).registerTokenCommand,
    revoke: async () => (await import('./revoke.ts')).registerRevokeCommand,
    'bedrock-local': async () => (await import('./bedrock-local.ts')).registerBedrockLocalCommands,
  }),
);
