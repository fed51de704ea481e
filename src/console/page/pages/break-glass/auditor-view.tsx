import { useState } from 'preact/hooks';
import { type ConsoleGlassesJudgedQuery, glassesJudged } from '../../generated/break-glass-judged.ts';
import { glassUses } from '../../generated/break-glass-uses.ts';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import type { GlassUse } from './glass-reads.tsx';
import { OverdueGlasses } from './overdue-glasses.tsx';

type Judged = NonNullable<
  NonNullable<ConsoleGlassesJudgedQuery['ledger']>['events']
>['edges'][number]['node'];

const VIEWS = [
  ['PRIVILEGED', 'Opened'],
  ['OPERATION', 'Read through one'],
  ['JUDGED', 'Reviewed'],
] as const;

const NOTHING = Object.freeze({});

/** What the ledger has of glasses, for whoever does not judge them: never a justification, a verdict or a comment. */
export function AuditorView() {
  const [view, setView] = useState('PRIVILEGED');
  return (
    <>
      <OverdueGlasses />
      <Section
        title="On record"
        about="Newest first, as the ledger has it. Reviewing is for privacy officers: what was written to justify an opening, and what came of its review, is theirs to read."
      >
        <Choice label="Show" value={view} onChange={setView} options={VIEWS} />
        {view === 'JUDGED' ? <Reviews /> : <Uses kind={view === 'OPERATION' ? view : 'PRIVILEGED'} />}
      </Section>
    </>
  );
}

function Uses({ kind }: { readonly kind: 'PRIVILEGED' | 'OPERATION' }) {
  const pages = usePages(glassUses, { filter: { kind } }, (data) => data.ledger?.breakGlass);
  return (
    <>
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption={kind === 'OPERATION' ? 'Fields read through a glass' : 'Glasses opened'}
          isCaptionHidden
          columns={kind === 'OPERATION' ? READS : OPENINGS}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what={kind === 'OPERATION' ? 'fields' : 'openings'} />
    </>
  );
}

function Reviews() {
  const pages = usePages(glassesJudged, NOTHING, (data) => data.ledger?.events);
  return (
    <>
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Reviews of glasses"
          isCaptionHidden
          columns={REVIEWS}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what="reviews" />
    </>
  );
}

const WHO: readonly Column<GlassUse>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} />, sort: ({ time }) => time },
  { head: 'Actor', cell: ({ actor }) => actor ?? '', sort: ({ actor }) => actor ?? '' },
  { head: 'Role', cell: ({ roles }) => roles.join(', ') },
  { head: 'Patient', cell: ({ subject }) => subject ?? '', sort: ({ subject }) => subject ?? '' },
];
const OPENINGS: readonly Column<GlassUse>[] = [
  ...WHO,
  { head: 'Through', cell: ({ client }) => client ?? '' },
  { head: 'Glass', cell: ({ breakGlass }) => <code>{breakGlass ?? ''}</code>, isWide: true },
];
const READS: readonly Column<GlassUse>[] = [
  ...WHO,
  { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
  { head: 'Kind of data', cell: ({ category }) => (category ?? '').toLowerCase().replaceAll('_', ' ') },
  { head: 'Glass', cell: ({ breakGlass }) => <code>{breakGlass ?? ''}</code> },
];
const REVIEWS: readonly Column<Judged>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} />, sort: ({ time }) => time },
  { head: 'Reviewer', cell: ({ actor }) => actor ?? '', sort: ({ actor }) => actor ?? '' },
  { head: 'Patient', cell: ({ subject }) => subject ?? '' },
  { head: 'Glass', cell: ({ resource: { id } }) => <code>{id ?? ''}</code>, isWide: true },
  {
    head: 'Outcome',
    cell: ({ decision }) =>
      decision === 'DENY' ? <Badge tone="bad">refused</Badge> : <Badge tone="good">done</Badge>,
  },
];
