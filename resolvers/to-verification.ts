import type { LedgerVerificationState, LedgerVerification as Told } from '../src/generated/resolver-types.ts';
import type { LedgerVerification } from '../src/ledger/desk/ledger-desk.ts';

const STATE: Readonly<Record<LedgerVerification['state'], LedgerVerificationState>> = Object.freeze({
  running: 'RUNNING',
  done: 'DONE',
  ended: 'ENDED',
});

export function toVerification({ state, at, milliseconds, firstBad, ...same }: LedgerVerification): Told {
  return {
    __typename: 'LedgerVerification',
    ...same,
    state: STATE[state],
    at: new Date(at).toISOString(),
    seconds: milliseconds / 1000,
    firstBad: firstBad === null ? null : { __typename: 'LedgerPlace', ...firstBad },
  };
}
