import { useState } from 'preact/hooks';
import {
  accessExplainEvent,
  type ConsoleAccessExplainEventQuery,
} from '../../generated/access-explain-event.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useParam } from '../../use-param.ts';
import { Explanation } from './explanation.tsx';
import { supposedWords } from './supposed-words.ts';

type Explained = NonNullable<NonNullable<ConsoleAccessExplainEventQuery['accessReview']>['explainEvent']>;

/** Why something was decided as it is on record, by the policy of then. */
export function ExplainEvent() {
  const [linked] = useParam('event');
  const [id, setId] = useState(linked ?? '');
  const [asked, setAsked] = useState(linked);
  const { data, failure, loading, refresh } = useAnswer(
    accessExplainEvent,
    asked === null ? null : { id: asked },
  );
  const explained = data?.accessReview?.explainEvent ?? null;
  return (
    <Section
      title="Explain an event of the ledger"
      about="Why it was decided so, by the policy that was in force then."
    >
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() === asked) refresh();
          else setAsked(id.trim() === '' ? null : id.trim());
        }}
      >
        <TextField label="Event" value={id} onInput={setId} hint="Its id, as the Ledger page lists it." />
        <button type="submit">Explain the event</button>
      </form>
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {asked !== null && loading && <Loading label="Reading the event" />}
      {asked !== null && !loading && failure === null && explained === null && (
        <Empty>The ledger has no such event of this organization.</Empty>
      )}
      {explained !== null && <Told explained={explained} />}
    </Section>
  );
}

function Told({
  explained: { agrees, event, explanation, inForce, known, supposed },
}: {
  readonly explained: Explained;
}) {
  return (
    <>
      <Facts
        facts={[
          ['Time', <Moment key="time" at={event.time} />],
          [
            'Actor',
            `${event.actor ?? 'nobody known'}, ${event.roles.join(', ')} for ${event.purpose ?? 'no purpose'}`,
          ],
          ['Field', <code key="field">{event.coordinate ?? 'none'}</code>],
          ['On record', `${event.decision} ${event.mask ?? ''} (${event.reason})`],
          [
            'Policy',
            `${event.policyVersion.slice(0, 12)}, ${inForce ? 'in force now' : 'not in force any more'}`,
          ],
          ...(supposed === null ? [] : [['Supposed', supposedWords(supposed)] as const]),
        ]}
      />
      {!known && (
        <p class="notice">
          The policy of then is not kept, and another would explain something else: nothing is explained.
        </p>
      )}
      {agrees !== null && (
        <p>
          {agrees ? (
            <>
              <Badge tone="good">agrees</Badge> What was declared then gives what is on record.
            </>
          ) : (
            <>
              <Badge tone="bad">does not agree</Badge> What was declared then does not give what is on record:
              record or gateway was not what it says.
            </>
          )}
        </p>
      )}
      {explanation !== null && <Explanation explanation={explanation} />}
    </>
  );
}
