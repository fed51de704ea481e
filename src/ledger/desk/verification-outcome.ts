/** What came of verifying the whole log. */
export interface LedgerVerification {
  /** `ended`: the verifier did not come to its end, and nothing is known. */
  readonly state: 'running' | 'done' | 'ended';
  /** When it came to that; milliseconds since the epoch. */
  readonly at: number;
  /** Who asked for it, under the name that the record has. */
  readonly by: string | null;
  readonly ok: boolean;
  /** Records read. */
  readonly entries: number;
  /** Entries of the log; `null`: none, or not known. */
  readonly size: number | null;
  readonly findings: number;
  readonly firstBad: { readonly code: string; readonly index: number | null } | null;
  readonly milliseconds: number;
}

/** What the verifier says of itself. */
export type VerificationResult = Pick<
  LedgerVerification,
  'ok' | 'entries' | 'size' | 'findings' | 'firstBad'
>;

/** Constant names of both records, as those of the command line have them. */
export const VERIFY = Object.freeze({ coordinate: 'Mutation.verifyLedger', operation: 'ledger_verify' });
export const VERIFIED = Object.freeze({
  type: 'LedgerVerification',
  coordinate: 'LedgerVerification.outcome',
  operation: 'ledger_verified',
});

const OUTCOME =
  /^(done|ended):(ok|bad):(\d{1,15}):(\d{1,15}):(\d{1,15}):(\d{1,15}|-):(\d{1,15}):([A-Z_]{1,40}|-):(\d{1,15}|-)$/;

/** As the id of what the record names: codes and numbers alone. */
export function writeOutcome(outcome: LedgerVerification): string {
  const { state, ok, at, milliseconds, entries, size, findings, firstBad } = outcome;
  const numbers = [at, milliseconds, entries, size ?? '-', findings];
  return [state, ok ? 'ok' : 'bad', ...numbers, firstBad?.code ?? '-', firstBad?.index ?? '-'].join(':');
}

/** @returns `null` for what is no outcome. */
export function readOutcome(id: string, by: string | null): LedgerVerification | null {
  const found = OUTCOME.exec(id);
  if (found === null) return null;
  const [, state, ok, at, milliseconds, entries, size, findings, code, index] = found;
  return Object.freeze({
    state: state === 'done' ? 'done' : 'ended',
    ok: ok === 'ok',
    at: Number(at),
    milliseconds: Number(milliseconds),
    entries: Number(entries),
    size: size === '-' ? null : Number(size),
    findings: Number(findings),
    firstBad:
      code === '-' || code === undefined ? null : { code, index: index === '-' ? null : Number(index) },
    by,
  });
}
