import { leafHash } from '../hash.ts';
import { BATCH_DOMAIN, type SealedBatch } from './batch.ts';
import { createRecordsRoot } from './records-root.ts';
import { readSignedLine } from './signed-line.ts';
import { isSignedBy } from './signing-key.ts';
import { isCertifiedBy, readCertificate, type WriterCertificate } from './writer-certificate.ts';

/** Why a batch is not the next of its chain. */
export type ChainFault =
  | 'WRITER'
  | 'SEQ'
  | 'PREV'
  | 'KIND'
  | 'CERTIFICATE'
  | 'COUNT'
  | 'ROOT'
  | 'SIGNATURE'
  | 'CLOSED';

export interface ChainCheck {
  /** The number that the next batch must have. */
  readonly nextSeq: number;
  /** @returns `null` when the batch is the next of this chain, which then goes on behind it. */
  accept(batch: SealedBatch): ChainFault | null;
}

/** Where a chain already checked goes on. */
export interface ChainPlace {
  readonly nextSeq: number;
  readonly prev: string | null;
  readonly total: number;
  /** Signed line; `null` only at the chain's start. */
  readonly certificate: Uint8Array | null;
}

/**
 * Checks one writer's batches from its `open` on, or from `place`: number, link, count, root, signature, and that
 * the installation certified the writer. For our own readers; whoever audits has a verifier of its own.
 * @param installationKeys each 32 bytes.
 */
export function createChainCheck(
  writer: string,
  origin: string,
  installationKeys: readonly Uint8Array[],
  place: ChainPlace = { nextSeq: 1, prev: null, total: 0, certificate: null },
): ChainCheck {
  const rootOf = createRecordsRoot();
  let { nextSeq, prev, total } = place;
  let key = keyOf(place.certificate);
  let closed = false;

  function keyOf(certificate: Uint8Array | null | undefined): Uint8Array | null {
    if (certificate === null || certificate === undefined) return null;
    const read: WriterCertificate | null = readCertificate(certificate);
    if (read === null || read.writer !== writer || read.origin !== origin) return null;
    if (!installationKeys.some((one) => isCertifiedBy(certificate, one))) return null;
    return Buffer.from(read.publicKey, 'base64');
  }

  function faultOf({ head, sealed, records }: SealedBatch): ChainFault | null {
    if (closed) return 'CLOSED';
    if (head.writer !== writer) return 'WRITER';
    if (head.seq !== nextSeq) return 'SEQ';
    if (head.prev !== prev) return 'PREV';
    if ((head.kind === 'open') !== (nextSeq === 1)) return 'KIND';
    if ((head.kind === 'heartbeat' || head.kind === 'close') && records.length > 0) return 'KIND';
    if (head.kind === 'open') key = records.length === 1 ? keyOf(records[0]) : null;
    if (key === null) return 'CERTIFICATE';
    if (head.records !== records.length || head.total !== total + records.length) return 'COUNT';
    if (Buffer.from(rootOf(records)).toString('base64') !== head.root) return 'ROOT';
    const line = readSignedLine(sealed);
    if (line === null) return 'SIGNATURE';
    const message = Buffer.concat([Buffer.from(BATCH_DOMAIN), line.json]);
    return isSignedBy(key, message, line.signature) ? null : 'SIGNATURE';
  }

  return {
    get nextSeq() {
      return nextSeq;
    },
    accept(batch) {
      const fault = faultOf(batch);
      if (fault !== null) return fault;
      nextSeq += 1;
      prev = Buffer.from(leafHash(batch.sealed)).toString('base64');
      total = batch.head.total;
      closed = batch.head.kind === 'close';
      return null;
    },
  };
}
