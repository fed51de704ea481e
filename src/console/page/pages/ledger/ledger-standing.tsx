import { ledgerStanding } from '../../generated/ledger-standing.ts';
import { Amount } from '../../parts/amount.tsx';
import { Download } from '../../parts/download.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Figures } from '../../parts/figures.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';

const NOTHING = Object.freeze({});

/** How far the log goes, and its signed checkpoint. */
export function LedgerStanding() {
  const { data, failure, refresh } = useAnswer(ledgerStanding, NOTHING);
  if (failure !== null) return <Failure failure={failure} onAgain={refresh} />;
  const ledger = data?.ledger ?? null;
  if (ledger === null) return <Loading label="Reading the checkpoint" />;
  const { checkpoint, size, asOf } = ledger;
  return (
    <Section
      title="Checkpoint"
      about="Signed by the log. Whoever keeps it can later prove that nothing before it was changed."
      actions={
        checkpoint !== null && (
          <Download
            label="Save checkpoint"
            file={async () => ({
              data: { name: 'checkpoint.txt', type: 'text/plain', text: checkpoint },
              failure: null,
            })}
          />
        )
      }
    >
      <Figures
        figures={[
          { label: 'Entries of the log', value: <Amount of={size} /> },
          { label: 'Answers as of', value: <Moment at={asOf} /> },
        ]}
      />
      {checkpoint !== null && <pre class="block">{checkpoint}</pre>}
    </Section>
  );
}
