import { useEffect, useState } from 'preact/hooks';
import {
  type ConsoleLedgerVerificationQuery,
  ledgerVerification,
} from '../../generated/ledger-verification.ts';
import { ledgerVerify } from '../../generated/ledger-verify.ts';
import { Amount } from '../../parts/amount.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAct } from '../../use-act.ts';
import { useAnswer } from '../../use-answer.ts';

type Verification = NonNullable<NonNullable<ConsoleLedgerVerificationQuery['ledger']>['lastVerification']>;

const NOTHING = Object.freeze({});
/** Milliseconds between two looks for what came of one that runs: each look is on record. */
const PAUSE = 5_000;

/** Whether the whole log is as it was written, by the last verification on record; and the next one. */
export function LedgerVerification() {
  const last = useAnswer(ledgerVerification, NOTHING);
  const verify = useAct(ledgerVerify);
  const [own, setOwn] = useState<Verification | null>(null);
  const { refresh } = last;
  const recorded = last.data?.ledger?.lastVerification ?? null;
  // What came of it is on record a moment later than it is told.
  const shown = own !== null && (recorded === null || recorded.at < own.at) ? own : recorded;
  const runs = shown?.state === 'RUNNING';
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(refresh, PAUSE);
    return () => clearInterval(timer);
  }, [runs, refresh]);
  const begin = async () => {
    const { data } = await verify.run(NOTHING);
    if (data?.verifyLedger) setOwn(data.verifyLedger);
  };
  return (
    <Section
      title="Verification"
      about="All of the log is made anew from its bytes and compared, for every tenant recorded in it."
      actions={
        <button type="button" class="primary" disabled={verify.busy || runs} onClick={() => void begin()}>
          {verify.busy || runs ? 'Verifying…' : 'Verify now'}
        </button>
      }
    >
      {verify.failure !== null && <Failure failure={verify.failure} onAgain={() => void begin()} />}
      {last.failure !== null && <Failure failure={last.failure} onAgain={refresh} />}
      {last.failure === null && last.data === null && <Loading label="Reading the last verification" />}
      {last.data !== null && shown === null && <Empty>Nobody has had it verified yet.</Empty>}
      {shown !== null && <Outcome of={shown} />}
    </Section>
  );
}

function Outcome({ of }: { readonly of: Verification }) {
  const { state, at, by, entries, size, firstBad, findings, seconds } = of;
  return (
    <div role="status">
      <Facts
        facts={[
          ['Outcome', <Word key="word" of={of} />],
          ['When', <Moment key="at" at={at} />],
          ['Asked for by', by ?? 'the operator'],
          ...(state === 'DONE'
            ? ([
                ['Records read', <Amount key="entries" of={entries} />],
                ['Entries of the log', size === null ? 'not known' : <Amount key="size" of={size} />],
                ['Not as written', `${findings}`],
                ...(firstBad === null
                  ? []
                  : ([
                      [
                        'First of them',
                        `${firstBad.code}${firstBad.index === null ? '' : `, entry ${firstBad.index}`}`,
                      ],
                    ] as const)),
                ['Took', `${seconds.toFixed(1)} s`],
              ] as const)
            : []),
        ]}
      />
    </div>
  );
}

function Word({ of: { state, ok } }: { readonly of: Pick<Verification, 'state' | 'ok'> }) {
  if (state === 'RUNNING') return <Badge tone="info">runs</Badge>;
  if (state === 'ENDED') return <Badge tone="warn">did not come to its end</Badge>;
  return ok ? <Badge tone="good">as it was written</Badge> : <Badge tone="bad">not as it was written</Badge>;
}
