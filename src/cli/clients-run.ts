import { openStore } from '../../datasources/open-store.ts';
import type { Config } from '../config.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { ClientRegister } from '../identity/client-register.ts';
import type { ClientEntry } from '../identity/directory.ts';
import { DEVELOPMENT_ISSUER } from '../identity/issuer-settings.ts';
import { ProviderId, Text } from '../identity/names.ts';
import { clientJson, clientLines } from './client-lines.ts';
import type { OptionFinding } from './client-options.ts';
import { recordAct } from './record-act.ts';

export interface ClientNames {
  readonly issuer: string;
  readonly client: string;
}

/** Why a command did nothing, or did it without its record. */
export const FINDINGS = Object.freeze({
  unknown: 'no such client is registered',
  registered: 'it is registered already: --replace puts this in its place',
  anotherIssuer: 'another issuer has a client of the same id for the same tenant',
  documentsLeft:
    'documents of a client of that id are left: retire them (phield documents list), or keep them with --keep-documents',
  notRecorded: 'the ledger cannot be written, so nobody was let in',
  doneUnrecorded: 'it is done, but the ledger cannot be written',
});

/** A finding: exit 1. */
export class ClientFinding extends Error {
  readonly reason: keyof typeof FINDINGS;

  constructor(reason: keyof typeof FINDINGS) {
    super(FINDINGS[reason]);
    this.reason = reason;
  }
}

/** Which client a command is about. */
export function readName(
  raw: Readonly<Record<string, unknown>>,
  refuse: (finding: OptionFinding) => never,
): ClientNames {
  const client = ProviderId.safeParse(raw.client);
  if (!client.success)
    return refuse({ option: '--client', message: 'expected 1 to 255 printable ASCII characters' });
  const issuer = Text.safeParse(raw.issuer ?? DEVELOPMENT_ISSUER);
  if (!issuer.success) return refuse({ option: '--issuer', message: 'expected the issuer of its tokens' });
  return { issuer: issuer.data, client: client.data };
}

/** Runs over the store of a running gateway, or one of its own; a finding ends with exit code 1 and its reason. */
export async function runOnRegister(
  command: string,
  raw: Readonly<Record<string, unknown>>,
  config: Config,
  run: (register: ClientRegister, documents: DocumentStore) => Promise<void>,
): Promise<void> {
  const store = await openStore(config, Date.now);
  try {
    await run(store.clients, store.documents);
  } catch (error) {
    if (!(error instanceof ClientFinding)) throw error;
    const { reason, message } = error;
    if (raw.json === true) process.stdout.write(`${JSON.stringify({ ok: false, finding: { reason } })}\n`);
    else process.stderr.write(`phield clients ${command}: ${message}\n`);
    process.exitCode = 1;
  } finally {
    await store.close();
  }
}

/** @throws ClientFinding when it is not durable. */
export async function recordClientAct(
  config: Config,
  what: 'register' | 'suspend' | 'resume' | 'remove',
  { client }: ClientNames,
  tenant: string | null,
  otherwise: 'notRecorded' | 'doneUnrecorded' = 'notRecorded',
): Promise<void> {
  try {
    await recordAct(config, {
      operation: `client_${what}`,
      coordinate: `Client.${what}`,
      tenant,
      resource: { type: 'Client', id: client },
    });
  } catch {
    throw new ClientFinding(otherwise);
  }
}

/** What stands now, or that nothing does. */
export function tellClient(
  raw: Readonly<Record<string, unknown>>,
  name: ClientNames,
  entry: ClientEntry | null,
  done: string,
): void {
  const now = Date.now();
  const registered = entry === null ? null : { ...name, entry };
  if (raw.json === true) {
    const client = registered === null ? null : clientJson(registered, now);
    process.stdout.write(`${JSON.stringify({ ok: true, client })}\n`);
    return;
  }
  const lines =
    registered === null || done !== '' ? [`${done} ${name.client}`] : clientLines(registered, now);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
