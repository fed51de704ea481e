import { LedgerEvents } from './ledger-events.tsx';
import { LedgerStanding } from './ledger-standing.tsx';
import { LedgerVerification } from './ledger-verification.tsx';

/** The record itself: how far it goes, whether it holds, what stands in it, and all of it to take along. */
export default function LedgerPage() {
  return (
    <>
      <div class="columns">
        <LedgerStanding />
        <LedgerVerification />
      </div>
      <LedgerEvents />
    </>
  );
}
