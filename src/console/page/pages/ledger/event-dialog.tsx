import type { ComponentChildren } from 'preact';
import { useConsole } from '../../console-context.ts';
import type { ConsoleLedgerEventsQuery } from '../../generated/ledger-events.ts';
import { ledgerProof } from '../../generated/ledger-proof.ts';
import { DecisionWord } from '../../parts/decision-word.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Download } from '../../parts/download.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';

export type LedgerEvent = NonNullable<
  NonNullable<ConsoleLedgerEventsQuery['ledger']>['events']
>['edges'][number]['node'];

export interface EventDialogProps {
  readonly event: LedgerEvent | null;
  readonly onClose: () => void;
}

/** One event with all that is on record of it, and its proof for whoever has the public keys. */
export function EventDialog({ event, onClose }: EventDialogProps) {
  const { ask } = useConsole();
  const proof = async () => {
    const answer = await ask(ledgerProof, { event: event?.id ?? '' });
    return answer.data === null ? answer : { data: answer.data.ledger?.proof ?? null, failure: null };
  };
  return (
    <Dialog title="Event" open={event !== null} onClose={onClose}>
      {event !== null && (
        <>
          <Facts facts={factsOf(event).filter(([, value]) => value !== null && value !== '')} />
          <div class="actions">
            <Download label="Save proof" file={proof} />
            {event.coordinate !== null && (
              <Link to={`access?view=explain&event=${encodeURIComponent(event.id)}`}>
                Why it was decided so
              </Link>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

function factsOf(event: LedgerEvent): readonly (readonly [name: string, value: ComponentChildren])[] {
  const { resource } = event;
  return [
    ['Id', <code key="id">{event.id}</code>],
    ['Time', <Moment key="time" at={event.time} />],
    ['Decision', <DecisionWord key="decision" event={event} />],
    ['Mask', event.mask === 'NONE' ? null : event.mask],
    ['Field', event.coordinate],
    ['Category', event.category],
    ['Patient', event.subject],
    ['Record', resource.type === null ? null : `${resource.type}/${resource.id ?? ''}`],
    ['Actor', event.actor],
    ['Roles', event.roles.join(', ')],
    ['Signed in with', event.assurance.join(', ')],
    ['Application', event.client],
    ['Network', event.network],
    ['Purpose', event.purpose],
    ['Opened glass', event.breakGlass],
    ['Consent', event.consent],
    ['Grant', event.grant],
    ['For the insight', event.via],
    ['Operation', event.operation],
    ['Document', event.document],
    ['Request', event.request],
    ['Session', event.session],
    ['Policy version', event.policyVersion],
    ['Requests', event.count === 1 ? null : `${event.count}`],
  ];
}
