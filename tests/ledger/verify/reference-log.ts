import { hash } from 'node:crypto';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import type { SigningKey } from '../../../src/ledger/chain/signing-key.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import { GrowingTree } from '../../../src/ledger/verify/growing-tree.ts';
import type { LogReader } from '../../../src/ledger/verify/log-reader.ts';
import { referenceTiles } from './reference-tiles.ts';

/** Keys of a log and of its witnesses. */
export interface LogKeys {
  readonly log: SigningKey;
  readonly witnesses: readonly SigningKey[];
}

/** Objects of a log by their paths. */
export type LogObjects = Map<string, Buffer>;

/** The log of these batches, in this order, with its checkpoint. */
export async function writeLog(batches: readonly SealedBatch[], keys: LogKeys): Promise<LogObjects> {
  const entries = batches
    .flatMap(({ records, sealed }) => [...records, sealed])
    .map((one) => Buffer.from(one));
  const objects: LogObjects = referenceTiles(entries);
  objects.set('checkpoint', await writeCheckpoint(entries, keys));
  return objects;
}

export async function writeCheckpoint(entries: readonly Uint8Array[], keys: LogKeys): Promise<Buffer> {
  const tree = new GrowingTree();
  for (const entry of entries) tree.push(leafHash(entry));
  const root = Buffer.from(tree.root()).toString('base64');
  return signCheckpoint(`${keys.log.name}\n${entries.length}\n${root}\n`, keys);
}

/** Seconds since the epoch at which the witnesses cosign. */
const COSIGNED = 1_760_000_000n;

export async function signCheckpoint(text: string, { log, witnesses }: LogKeys): Promise<Buffer> {
  const lines = [signatureLine(log.name, vkeyId(log, 1), await log.sign(Buffer.from(text)))];
  for (const witness of witnesses) {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(COSIGNED);
    const signature = await witness.sign(Buffer.from(`cosignature/v1\ntime ${COSIGNED}\n${text}`));
    lines.push(signatureLine(witness.name, vkeyId(witness, 4), Buffer.concat([time, signature])));
  }
  return Buffer.from(`${text}\n${lines.join('')}`);
}

export function signatureLine(name: string, id: Buffer, signature: Uint8Array): string {
  return `\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** @param type 1: of a note, 4: of a witness. */
export function vkeyId({ name, publicKey }: SigningKey, type: number): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]);
  return hash('sha256', bytes, 'buffer').subarray(0, 4);
}

export function vkey(key: SigningKey, type: number): string {
  const encoded = Buffer.concat([Buffer.of(type), key.publicKey]).toString('base64');
  return `${key.name}+${vkeyId(key, type).toString('hex')}+${encoded}`;
}

/** A log in memory. */
export function readObjects(objects: ReadonlyMap<string, Uint8Array>): LogReader {
  return {
    ahead: 2,
    get: async (path) => objects.get(path) ?? null,
    async *list() {
      yield* objects.keys();
    },
  };
}
