import { LedgerEvents } from './ledger-events.tsx';
import { LedgerStanding } from './ledger-standing.tsx';

export default function LedgerPage() {
  return (
    <>
      <LedgerStanding />
      <LedgerEvents />
    </>
  );
}
