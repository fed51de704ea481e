import type { Clock } from '../../clock.ts';
import { PhieldError, UpstreamUnavailableError } from '../../errors.ts';
import type { VerificationRecords } from './ledger-desk.ts';
import {
  type LedgerVerification,
  VERIFIED,
  type VerificationResult,
  writeOutcome,
} from './verification-outcome.ts';

/** A verification under way in a thread of its own. */
export interface VerifierRun {
  /** Rejects where it dies. */
  readonly result: Promise<VerificationResult>;
  stop(): void;
}

export interface VerificationsOptions {
  readonly start: () => VerifierRun;
  readonly clock: Clock;
  /** Told what is to be heard of: a finding, a verifier that died, an outcome that could not be recorded. */
  readonly tell: (event: VerificationEvent) => void;
  /** Milliseconds for which a request waits for the end. */
  readonly patienceMs?: number;
  /** Milliseconds after which a verifier that does not end is stopped. */
  readonly mostMs?: number;
}

export type VerificationEvent =
  | { readonly event: 'found'; readonly code: string; readonly findings: number }
  | { readonly event: 'ended'; readonly errorName: string }
  | { readonly event: 'unrecorded' };

/** Verifications of one process, of which there is one at a time: each reads the whole log. */
export interface Verifications {
  /** @throws PhieldError CONFLICT; and what `begin` throws: then nothing is read. */
  verify(tenant: string, records: VerificationRecords): Promise<LedgerVerification>;
  /** That of a tenant which goes on. */
  running(tenant: string): LedgerVerification | null;
  /** What goes on ends, and its end is recorded. */
  close(): Promise<void>;
}

/** Less than an operation may take. */
const PATIENCE_MS = 20_000;
const MOST_MS = 3_600_000;
const NOTHING: VerificationResult = Object.freeze({
  ok: false,
  entries: 0,
  size: null,
  findings: 0,
  firstBad: null,
});

export function createVerifications(options: VerificationsOptions): Verifications {
  const { start, clock, tell, patienceMs = PATIENCE_MS, mostMs = MOST_MS } = options;
  let current: { readonly tenant: string; readonly by: string | null; readonly since: number } | null = null;
  let run: VerifierRun | null = null;
  let ending: Promise<unknown> = Promise.resolve();
  let closed = false;

  const stand = (): LedgerVerification => {
    const { by, since } = current ?? { by: null, since: clock() };
    return Object.freeze({ ...NOTHING, state: 'running', at: since, by, milliseconds: clock() - since });
  };

  /** From the first byte read to the outcome on record. */
  const carryOut = async (
    by: string | null,
    end: VerificationRecords['end'],
  ): Promise<LedgerVerification> => {
    const since = clock();
    let state: 'done' | 'ended' = 'ended';
    let result = NOTHING;
    let timer: NodeJS.Timeout | undefined;
    try {
      const begun = start();
      run = begun;
      timer = setTimeout(() => begun.stop(), mostMs);
      timer.unref();
      result = await begun.result;
      state = 'done';
      if (result.firstBad !== null) {
        tell({ event: 'found', code: result.firstBad.code, findings: result.findings });
      }
    } catch (error) {
      tell({ event: 'ended', errorName: error instanceof Error ? error.name : 'unknown' });
    } finally {
      clearTimeout(timer);
      run = null;
    }
    const at = clock();
    const outcome = Object.freeze({ ...result, state, at, by, milliseconds: at - since });
    try {
      await end({ type: VERIFIED.type, id: writeOutcome(outcome) });
    } catch (error) {
      tell({ event: 'unrecorded' });
      throw error;
    } finally {
      current = null;
    }
    return outcome;
  };

  return Object.freeze({
    async verify(tenant: string, { by, begin, end }: VerificationRecords) {
      if (current !== null || closed) throw new PhieldError('CONFLICT', 'a verification is under way');
      current = { tenant, by, since: clock() };
      try {
        await begin();
      } catch (error) {
        current = null;
        throw error;
      }
      if (closed) {
        current = null;
        throw new UpstreamUnavailableError('the gateway is stopping');
      }
      const outcome = carryOut(by, end);
      // Nobody may be waiting any more when it fails; it was told.
      ending = outcome.catch(() => undefined);
      return sooner(outcome, patienceMs, stand);
    },
    running: (tenant: string) => (current?.tenant === tenant ? stand() : null),
    async close() {
      closed = true;
      run?.stop();
      await ending;
    },
  });
}

/** The outcome, or what stands when it takes too long. */
async function sooner(
  outcome: Promise<LedgerVerification>,
  milliseconds: number,
  stand: () => LedgerVerification,
): Promise<LedgerVerification> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<LedgerVerification>((resolve) => {
    timer = setTimeout(() => resolve(stand()), milliseconds);
  });
  try {
    return await Promise.race([outcome, patience]);
  } finally {
    clearTimeout(timer);
  }
}
