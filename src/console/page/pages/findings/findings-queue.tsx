import { useMemo } from 'preact/hooks';
import { type ConsoleFindingsQuery, findings } from '../../generated/findings-queue.ts';
import type { FindingSeverity, FindingState } from '../../generated/schema-types.ts';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import { useParam } from '../../use-param.ts';
import {
  DETECTORS,
  detectorTitle,
  fromNow,
  SEVERITY_TONES,
  STATE_TONES,
  verdictTitle,
} from './finding-words.ts';

type Row = NonNullable<ConsoleFindingsQuery['findings']>['edges'][number]['node'];

const STATES: readonly (readonly [string, string])[] = [
  ['OPEN', 'Open'],
  ['ASSIGNED', 'Looked into'],
  ['CLOSED', 'Judged'],
  ['ALL', 'All'],
];
const SEVERITIES: readonly (readonly [string, string])[] = [
  ['', 'Any'],
  ['HIGH', 'High'],
  ['MEDIUM', 'Medium'],
  ['LOW', 'Low'],
];
const DETECTOR_OPTIONS: readonly (readonly [string, string])[] = [
  ['', 'Anything'],
  ...Object.entries(DETECTORS).map(([name, { title }]) => [name, title] as const),
];

/** What waits for a judgement, newest first. */
export function FindingsQueue({
  open,
  onOpen,
  changes,
}: {
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
  /** Counts what was changed here, so that the list is read again. */
  readonly changes: number;
}) {
  const [state, setState] = useParam('state');
  const [severity, setSeverity] = useParam('severity');
  const [detector, setDetector] = useParam('detector');
  const columns = useMemo(() => columnsOf(onOpen, Date.now()), [onOpen]);
  return (
    <Section
      title="Queue"
      about="Each is a reason to look, no proof. What belongs to one pattern, actor and patient is one finding."
    >
      <div class="fields">
        <Choice label="State" value={state ?? 'OPEN'} onChange={setState} options={STATES} />
        <SelectField label="Severity" value={severity ?? ''} onChange={setSeverity} options={SEVERITIES} />
        <SelectField label="What" value={detector ?? ''} onChange={setDetector} options={DETECTOR_OPTIONS} />
      </div>
      <Rows
        key={changes}
        columns={columns}
        open={open}
        state={stateOf(state ?? 'OPEN')}
        severity={severityOf(severity)}
        detector={detector}
      />
    </Section>
  );
}

function Rows({
  columns,
  open,
  state,
  severity,
  detector,
}: {
  readonly columns: readonly Column<Row>[];
  readonly open: string | null;
  readonly state: FindingState | null;
  readonly severity: FindingSeverity | null;
  readonly detector: string | null;
}) {
  const pages = usePages(findings, { state, severity, detector }, (data) => data.findings);
  return (
    <>
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Findings"
          isCaptionHidden
          columns={columns}
          rows={pages.rows}
          keyOf={({ id }) => id}
          isCurrent={({ id }) => id === open}
        />
      )}
      <Pager pages={pages} what="findings" />
    </>
  );
}

function columnsOf(onOpen: (id: string) => void, now: number): readonly Column<Row>[] {
  return [
    {
      head: 'What',
      cell: ({ id, detector }) => (
        <button type="button" class="link" onClick={() => onOpen(id)}>
          {detectorTitle(detector)}
        </button>
      ),
      sort: ({ detector }) => detectorTitle(detector),
      isWide: true,
    },
    {
      head: 'Severity',
      cell: ({ severity }) => <Badge tone={SEVERITY_TONES[severity]}>{severity.toLowerCase()}</Badge>,
      sort: ({ severity }) => ['HIGH', 'MEDIUM', 'LOW'].indexOf(severity),
    },
    { head: 'Actor', cell: ({ actor }) => actor ?? 'everybody', sort: ({ actor }) => actor ?? '' },
    { head: 'Patient', cell: ({ subject }) => subject ?? '' },
    { head: 'Began', cell: ({ from }) => <Moment at={from} />, sort: ({ from }) => from },
    {
      head: 'Counted',
      cell: ({ detector, measured, allowed }) => {
        if (DETECTORS[detector]?.counts === null) return '';
        return allowed === 0 ? measured : `${measured}, ${allowed} are usual`;
      },
    },
    {
      head: 'First due',
      cell: ({ clocks, state }) => (state === 'CLOSED' ? '' : <FirstDue clocks={clocks} now={now} />),
      sort: ({ clocks }) => clocks.map(({ due }) => due).toSorted()[0] ?? '9',
    },
    {
      head: 'State',
      cell: ({ state, assignee, verdict }) => (
        <>
          <Badge tone={STATE_TONES[state]}>
            {STATES.find(([code]) => code === state)?.[1].toLowerCase()}
          </Badge>{' '}
          <span class="quiet">{verdict === null ? assignee : verdictTitle(verdict)}</span>
        </>
      ),
    },
  ];
}

function FirstDue({ clocks, now }: { readonly clocks: Row['clocks']; readonly now: number }) {
  const [first] = clocks.map(({ due }) => due).toSorted();
  if (first === undefined) return <span class="quiet">none</span>;
  const isOver = Date.parse(first) < now;
  return isOver ? <Badge tone="bad">{fromNow(first, now)}</Badge> : <span>{fromNow(first, now)}</span>;
}

function stateOf(text: string): FindingState | null {
  return text === 'OPEN' || text === 'ASSIGNED' || text === 'CLOSED' ? text : null;
}

function severityOf(text: string | null): FindingSeverity | null {
  return text === 'LOW' || text === 'MEDIUM' || text === 'HIGH' ? text : null;
}
