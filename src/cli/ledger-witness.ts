import { hash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { openEmbeddedSigningKey } from '../../datasources/keys/embedded-signing-key.ts';
import { isKeyName, readVkey, type Vkey, writeVkey } from '../ledger/chain/vkey.ts';
import { Cosigner, type WitnessedLog } from '../ledger/log/cosigner.ts';
import { openFolderStore } from '../ledger/log/folder-store.ts';
import type { LogStore } from '../ledger/log/log-store.ts';
import { wholeNumber } from '../whole-number.ts';
import { parseOptions } from './parse-options.ts';
import { type ServedAnswer, serveUntilSignalled } from './serve-loopback.ts';

const Options = z.object({
  directory: z.string().min(1),
  name: z.string().refine(isKeyName, 'expected a name without spaces and plus signs'),
  log: z.array(z.string()).default([]),
  host: z.string().min(1).default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(4020),
  key: z.boolean().default(false),
});

/** 63 hashes and a note with its signatures. */
const BODY_BYTES = 72 * 1024;
const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' } as const;

/**
 * `phield ledger witness`: cosigns what grows. It belongs on another machine, under other people: it needs neither
 * the gateway's configuration nor its data.
 */
export function registerLedgerWitness(ledger: Command): void {
  const command = ledger
    .command('witness')
    .description('Cosign checkpoints of logs that only grow (C2SP tlog-witness).')
    .requiredOption('--directory <path>', 'its own: the key, made at first use, and what it has seen')
    .requiredOption('--name <name>', 'its name, such as witness.example/phield')
    .option('--log <key>', 'public key of a log, as phield ledger trust prints it; once for each', gather)
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'where to listen; 0: anywhere', '4020')
    .option('--key', 'print the witness’s own public key, and end')
    .action(async (raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield ledger witness: ${message}`);
      const options = parseOptions(command, 'ledger witness', Options, raw);
      const { directory, name, log, host, port, key: keyOnly } = options;
      const key = await openEmbeddedSigningKey(resolve(directory, 'witness-key.json'), () => name);
      const vkey = writeVkey({ name, type: 'cosignature', publicKey: key.publicKey });
      if (keyOnly) return void process.stdout.write(`${vkey}\n`);
      const logs = logsOf(log) ?? refuse('--log: expected the key of a log, and at least one');
      const cosigner = new Cosigner({ key, logs, memory: createMemory(directory), clock: Date.now });
      const answer = async (method: string, path: string, body: Uint8Array): Promise<ServedAnswer> => {
        if (path !== '/add-checkpoint') return { status: 404, headers: TEXT, body: Buffer.alloc(0) };
        if (method !== 'POST')
          return { status: 405, headers: { ...TEXT, allow: 'POST' }, body: Buffer.alloc(0) };
        const { status, contentType, body: text } = await cosigner.add(body);
        return { status, headers: { ...TEXT, 'content-type': contentType }, body: Buffer.from(text) };
      };
      const listening = (url: string) => process.stdout.write(`${url}#${vkey}\n`);
      await serveUntilSignalled({ host, port, bodyBytes: BODY_BYTES, answer, listening });
    });
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Keys by the log they name: a log may have several. @returns `null` unless all are keys of logs. */
function logsOf(texts: readonly string[]): readonly WitnessedLog[] | null {
  const logs = new Map<string, Vkey[]>();
  for (const text of texts) {
    const key = readVkey(text);
    if (key === null || key.type !== 'note') return null;
    logs.set(key.name, [...(logs.get(key.name) ?? []), key]);
  }
  return logs.size === 0 ? null : [...logs].map(([origin, keys]) => ({ origin, keys }));
}

/** One folder for each origin; what is in it is replaced in one step, also between two witnesses by mistake. */
function createMemory(directory: string): (origin: string) => Promise<LogStore> {
  const stores = new Map<string, Promise<LogStore>>();
  return (origin) => {
    const known = stores.get(origin);
    if (known !== undefined) return known;
    const folder = join(directory, hash('sha256', origin, 'hex').slice(0, 32));
    const store = openFolderStore({ directory: join(folder, 'seen'), state: join(folder, 'order') });
    // A folder that could not be made is tried again.
    store.catch(() => stores.delete(origin));
    stores.set(origin, store);
    return store;
  };
}
