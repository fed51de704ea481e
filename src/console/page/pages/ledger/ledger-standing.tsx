import { useConsole } from '../../console-context.ts';
import { ledgerStanding } from '../../generated/ledger-standing.ts';
import { ledgerTrust } from '../../generated/ledger-trust.ts';
import { Amount } from '../../parts/amount.tsx';
import { Download } from '../../parts/download.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Figures } from '../../parts/figures.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';

const NOTHING = Object.freeze({});

/** How far the log goes, its signed checkpoint and the keys that it is proved with. */
export function LedgerStanding() {
  const { ask } = useConsole();
  const { data, failure, refresh } = useAnswer(ledgerStanding, NOTHING);
  const trust = async () => {
    const answer = await ask(ledgerTrust, NOTHING);
    return answer.data === null ? answer : { data: answer.data.ledger?.trust ?? null, failure: null };
  };
  const ledger = data?.ledger ?? null;
  const checkpoint = ledger?.checkpoint ?? null;
  return (
    <Section
      title="Checkpoint"
      about="Signed by the log. Whoever keeps it elsewhere can later prove that nothing before it was changed."
    >
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {failure === null && ledger === null && <Loading label="Reading the checkpoint" />}
      {ledger !== null && (
        <>
          <Figures
            figures={[
              { label: 'Entries of the log', value: <Amount of={ledger.size} /> },
              { label: 'Answers as of', value: <Moment at={ledger.asOf} /> },
            ]}
          />
          {checkpoint !== null && <pre class="block">{checkpoint}</pre>}
          <div class="actions">
            {checkpoint !== null && (
              <Download
                label="Save checkpoint"
                file={async () => ({
                  data: { name: 'checkpoint.txt', type: 'text/plain', text: checkpoint },
                  failure: null,
                })}
              />
            )}
            <Download label="Save public keys" file={trust} />
          </div>
        </>
      )}
    </Section>
  );
}
