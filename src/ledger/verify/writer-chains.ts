import type { KeyObject } from 'node:crypto';
import { leafHash } from '../hash.ts';
import type { FindingCode } from './findings.ts';
import { isEqual } from './merkle-proof.ts';
import { type Certified, readCertificate } from './read-certificate.ts';
import { type Head, readHead } from './read-head.ts';
import { isSigned } from './signed-text.ts';
import type { Trust } from './trust.ts';
import { ulidTime } from './ulid-time.ts';

/** A batch as it was met: what it holds, recomputed, and the head it has. */
export interface MetBatch {
  /** Whose batches stand where it was met; `null`: everybody's. */
  readonly writer: string | null;
  readonly sealed: Uint8Array;
  readonly records: number;
  /** RFC 6962 root over the records met, 32 bytes. */
  readonly root: Uint8Array;
  /** The first record's bytes: of an `open` batch, the certificate. */
  readonly first: Uint8Array | null;
  /** Place of its head in the log; `null` in a store. */
  readonly index: number | null;
}

/** Why a batch is not the next of its writer's chain; whether its records or its head are the changed bytes. */
export interface ChainProblem {
  readonly code: FindingCode;
  readonly at: 'records' | 'head';
  /** The batch that is wrong or missing. */
  readonly seq: number;
  readonly detail: string;
}

export interface ChainAnswer {
  /** `null`: no head that belongs here. */
  readonly head: Head | null;
  /** `leafHash` of the sealed head. */
  readonly hash: Uint8Array;
  readonly problem: ChainProblem | null;
  /** Time of the writer's batch before it, milliseconds since the epoch; `null` for its first. */
  readonly before: number | null;
  /** Batches before it are not here: the head of the last of them has this hash. `null`: none is missing. */
  readonly jumped: Uint8Array | null;
  readonly oddities: readonly string[];
}

/** What is known of one writer; after damage, what follows it is not known until the next batch tells. */
export interface Chain {
  readonly key: KeyObject | null;
  /** Number and hash of the last batch met. */
  seq: number;
  hash: Uint8Array | null;
  total: number | null;
  /** Milliseconds since the epoch. */
  time: number;
  closed: boolean;
  /** How often entries were missing when it was last met. */
  losses: number;
}

/** How far a writer's clock and its name may be apart before it is said. */
const CLOCK_SLACK = 60_000;

/** All writers' chains, each checked batch by batch in the order they come. Memory grows with the writers alone. */
export class WriterChains {
  readonly #trust: Trust;
  readonly #isLogged: (writer: string) => boolean;
  readonly chains = new Map<string, Chain>();
  #losses = 0;

  /** @param isLogged whether the log has accepted a writer; where these are the log's chains, none. */
  constructor(trust: Trust, isLogged: (writer: string) => boolean = () => false) {
    this.#trust = trust;
    this.#isLogged = isLogged;
  }

  /** Entries are missing, which was said already: any writer's batches may have stood there. */
  lose(): void {
    this.#losses += 1;
  }

  accept(batch: MetBatch): ChainAnswer {
    const hash = leafHash(batch.sealed);
    const read = readHead(batch.sealed);
    if (read === null) {
      const detail = 'a batch without a head that can be read';
      const problem = { code: 'BATCH_FORM', at: 'head', seq: 0, detail } as const;
      return { head: null, hash, problem, before: null, jumped: null, oddities: [] };
    }
    const { head, text } = read;
    if (batch.writer !== null && head.writer !== batch.writer) {
      const detail = 'a batch of another writer';
      const problem = { code: 'WRITER_UNKNOWN', at: 'head', seq: 0, detail } as const;
      return { head: null, hash, problem, before: null, jumped: null, oddities: [] };
    }
    const oddities: string[] = [];
    let chain = this.chains.get(head.writer);
    let problem: ChainProblem | null = null;
    if (chain === undefined) {
      const certified = batch.first === null ? null : readCertificate(batch.first, this.#trust);
      const own = certified?.writer === head.writer;
      chain = {
        key: own ? certified.key : null,
        seq: 0,
        hash: null,
        total: 0,
        time: head.time,
        closed: false,
        losses: this.#losses,
      };
      problem = this.#openingProblem(head, batch.records, certified === null, own);
      if (own && problem === null && !this.#isInTime(head.writer, certified, batch.index)) {
        const detail = 'certified by a key after that was given up';
        problem = { code: 'CERTIFICATE', at: 'records', seq: head.seq, detail };
      }
      // A key that another writer's certificate names says which of the two was changed.
      if (certified !== null && !own && isSigned(text, 'batch', certified.key)) {
        problem = {
          code: 'CERTIFICATE',
          at: 'records',
          seq: head.seq,
          detail: 'the certificate of another writer',
        };
      }
      if (own && Math.abs(ulidTime(head.writer) - certified.time) > CLOCK_SLACK) {
        oddities.push('the name of the writer and its certificate are made at different times');
      }
      this.chains.set(head.writer, chain);
    }
    const jumps = chain.losses < this.#losses && forgive(chain, head, this.#losses);
    problem ??= this.#problem(chain, head, batch, isKeySigned(chain.key));
    if (problem === null && head.time < chain.time) oddities.push('its clock went back');
    const before = chain.seq === 0 ? null : chain.time;
    advance(chain, head, hash, problem);
    const jumped = jumps && problem === null ? (head.prev ?? hash) : null;
    return { head, hash, problem, before, jumped, oddities };

    function isKeySigned(key: KeyObject | null): boolean {
      return key === null || isSigned(text, 'batch', key);
    }
  }

  /** What the log has of a writer was looked at there. */
  #isInTime(writer: string, { until }: Certified, index: number | null): boolean {
    return until === null || (index === null ? this.#isLogged(writer) : index < until);
  }

  #openingProblem(head: Head, records: number, uncertified: boolean, own: boolean): ChainProblem | null {
    if (head.kind !== 'open' || head.seq !== 1) {
      return { code: 'WRITER_UNKNOWN', at: 'head', seq: 1, detail: 'a writer that never opened' };
    }
    if (records !== 1) {
      return { code: 'BATCH_COUNT', at: 'records', seq: 1, detail: `${records} records where 1 was sealed` };
    }
    if (uncertified) {
      const detail = 'no installation key that is trusted certifies this writer for this log';
      return { code: 'CERTIFICATE', at: 'records', seq: 1, detail };
    }
    return own
      ? null
      : { code: 'BATCH_SIGNATURE', at: 'head', seq: 1, detail: 'signed by no key of this writer' };
  }

  #problem(chain: Chain, head: Head, batch: MetBatch, signed: boolean): ChainProblem | null {
    const expected = chain.seq + 1;
    const found = (code: FindingCode, at: ChainProblem['at'], detail: string, seq = head.seq) => ({
      code,
      at,
      seq,
      detail,
    });
    if (!signed) return found('BATCH_SIGNATURE', 'head', 'its signature is not its writer’s');
    if (head.seq > expected) return found('BATCH_NUMBER', 'head', `found ${head.seq} in its place`, expected);
    if (head.seq < expected) return found('BATCH_REPEATED', 'head', `stands again after ${chain.seq}`);
    if (chain.closed) return found('BATCH_KIND', 'head', 'its writer had closed');
    const linked = chain.seq === 0 ? head.prev === null : chain.hash === null || links(head.prev, chain.hash);
    if (!linked) return found('BATCH_LINK', 'head', 'does not link to the batch before it');
    if ((head.kind === 'open') !== (head.seq === 1))
      return found('BATCH_KIND', 'head', 'opens a second time');
    if (head.kind !== 'open' && head.kind !== 'records' && head.records > 0) {
      return found('BATCH_KIND', 'head', 'has records that its kind has not');
    }
    if (batch.records !== head.records) {
      return found('BATCH_COUNT', 'records', `${batch.records} records where ${head.records} were sealed`);
    }
    if (!isEqual(batch.root, head.root))
      return found('BATCH_ROOT', 'records', 'not the records that were sealed');
    if (chain.total !== null && head.total !== chain.total + head.records) {
      return found('BATCH_TOTAL', 'head', 'its writer’s total does not add up');
    }
    return null;
  }
}

function links(prev: Uint8Array | null, hash: Uint8Array): boolean {
  return prev !== null && isEqual(prev, hash);
}

/**
 * Its next batch may come after any number of others that are missing.
 * @returns whether it does.
 */
function forgive(chain: Chain, head: Head, losses: number): boolean {
  chain.losses = losses;
  if (head.seq <= chain.seq + 1) return false;
  chain.seq = head.seq - 1;
  chain.hash = null;
  chain.total = null;
  return true;
}

/** After a problem the chain goes on from what stands there, so that one change is one finding. */
function advance(chain: Chain, head: Head, hash: Uint8Array, problem: ChainProblem | null): void {
  const forged = problem?.code === 'BATCH_SIGNATURE' || problem?.code === 'WRITER_UNKNOWN';
  if (forged && head.seq !== chain.seq + 1) return;
  if (head.seq <= chain.seq) return;
  chain.seq = head.seq;
  chain.hash = forged ? null : hash;
  chain.total = forged ? null : head.total;
  if (forged) return;
  chain.time = Math.max(chain.time, head.time);
  chain.closed = head.kind === 'close';
}
