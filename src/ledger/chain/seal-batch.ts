import { generateKeyPairSync, sign } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { leafHash } from '../hash.ts';
import { BATCH_DOMAIN, type BatchHead, type BatchKind, type SealedBatch } from './batch.ts';
import { createRecordsRoot } from './records-root.ts';
import { writeSignedLine } from './signed-line.ts';
import type { SigningKey } from './signing-key.ts';
import { writeCertificate } from './writer-certificate.ts';

/** One writer's chain: what seals its batches, one after the other, and signs what else it says. */
export interface WriterChain {
  readonly writer: string;
  /** Signed line: the record of the `open` batch. */
  readonly certificate: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The number that the next batch gets, and what it links to: `leafHash` of the last `sealed`, base64. */
  readonly nextSeq: number;
  readonly prev: string | null;
  /** The next of the chain. A batch once sealed MUST reach the sinks before the one after it: its number is taken. */
  seal(kind: BatchKind, records: readonly Uint8Array[]): SealedBatch;
  /** A signed line under the writer's own key. @param domain ends with a line feed. */
  signLine(domain: string, json: Uint8Array): Buffer;
}

export interface WriterChainOptions {
  /** ULID, made for this chain. */
  readonly writer: string;
  readonly installationKey: SigningKey;
  readonly origin: string;
  /** Version of the package that writes. */
  readonly build: string;
  readonly clock: Clock;
}

/**
 * Makes a writer's key, which lives in this memory alone, and has it certified.
 * @throws UpstreamUnavailableError when the installation's key is out of reach.
 */
export async function createWriterChain(options: WriterChainOptions): Promise<WriterChain> {
  const { writer, installationKey, origin, build, clock } = options;
  const { publicKey: key, privateKey } = generateKeyPairSync('ed25519');
  const publicKey = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const time = () => new Date(clock()).toISOString();
  const certified = { writer, publicKey, origin, time: time(), build };
  const certificate = await writeCertificate(certified, installationKey);
  const rootOf = createRecordsRoot();
  let nextSeq = 1;
  let total = 0;
  let prev: string | null = null;

  function signLine(domain: string, json: Uint8Array): Buffer {
    return writeSignedLine(json, sign(null, Buffer.concat([Buffer.from(domain), json]), privateKey));
  }

  return {
    writer,
    certificate,
    publicKey,
    get nextSeq() {
      return nextSeq;
    },
    get prev() {
      return prev;
    },
    signLine,
    seal(kind, records) {
      const head: BatchHead = {
        v: 1,
        writer,
        seq: nextSeq,
        kind,
        time: time(),
        records: records.length,
        total: total + records.length,
        root: Buffer.from(rootOf(records)).toString('base64'),
        prev,
      };
      const sealed = signLine(BATCH_DOMAIN, Buffer.from(JSON.stringify(head)));
      nextSeq += 1;
      total = head.total;
      prev = Buffer.from(leafHash(sealed)).toString('base64');
      return { head, sealed, records };
    },
  };
}
