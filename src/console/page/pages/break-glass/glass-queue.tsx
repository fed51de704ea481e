import { useMemo } from 'preact/hooks';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { spanWords } from '../../span-words.ts';
import type { Pages } from '../../use-pages.ts';
import { GlassState } from './glass-state.tsx';
import { type Glass, reasonTitle } from './glass-words.ts';

export const STATES = [
  ['OPEN', 'Wait for review'],
  ['REVIEWED', 'Reviewed'],
  ['ALL', 'All'],
] as const;

export interface GlassQueueProps {
  readonly pages: Pages<Glass>;
  readonly state: string;
  readonly onState: (state: string) => void;
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
  /** Glasses that wait longer than they may. `null`: not known yet. */
  readonly overdue: ReadonlySet<string> | null;
  readonly now: number;
}

/** Opened glasses, newest first. */
export function GlassQueue({ pages, state, onState, open, onOpen, overdue, now }: GlassQueueProps) {
  const columns = useMemo(() => columnsOf(onOpen, overdue, now), [onOpen, overdue, now]);
  return (
    <Section
      title="Opened glasses"
      about="Newest first: each is one person who opened one patient’s record in an emergency. What is shown here is on record."
      actions={overdue !== null && <OverdueBadge count={overdue.size} />}
    >
      <Choice label="Show" value={state} onChange={onState} options={STATES} />
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Opened glasses"
          isCaptionHidden
          columns={columns}
          rows={pages.rows}
          keyOf={({ id }) => id}
          isCurrent={({ fhirId }) => fhirId === open}
        />
      )}
      <Pager pages={pages} what={state === 'OPEN' ? 'glasses that wait' : 'glasses'} />
    </Section>
  );
}

function OverdueBadge({ count }: { readonly count: number }) {
  if (count === 0) return <Badge tone="good">no review overdue</Badge>;
  return <Badge tone="bad">{count === 1 ? '1 review overdue' : `${count} reviews overdue`}</Badge>;
}

function columnsOf(
  onOpen: (id: string) => void,
  overdue: ReadonlySet<string> | null,
  now: number,
): readonly Column<Glass>[] {
  return [
    {
      head: 'Opened by',
      cell: ({ fhirId, actor, roles }) => (
        <>
          <button type="button" class="link" onClick={() => onOpen(fhirId)}>
            {actor ?? 'not shown'}
          </button>
          <small>{(roles ?? []).join(', ')}</small>
        </>
      ),
      sort: ({ actor }) => actor ?? '',
    },
    {
      head: 'Review',
      cell: (glass) => <GlassState of={glass} isOverdue={overdue?.has(glass.fhirId) ?? false} now={now} />,
      sort: ({ verdict, openedAt }) => `${verdict ?? ''} ${openedAt ?? ''}`,
    },
    { head: 'Patient', cell: ({ patient }) => patient ?? '', sort: ({ patient }) => patient ?? '' },
    {
      head: 'Reason',
      cell: ({ reason }) => reasonTitle(reason),
      sort: ({ reason }) => reasonTitle(reason),
    },
    {
      head: 'Opened',
      cell: (glass) => (
        <>
          <Moment at={glass.openedAt} />
          <small>
            for <OpenFor glass={glass} now={now} />
          </small>
        </>
      ),
      sort: ({ openedAt }) => openedAt ?? '',
    },
  ];
}

/** How long it was open, or that it still is. */
export function OpenFor({ glass, now }: { readonly glass: Glass; readonly now: number }) {
  const { expiresAt } = glass;
  const length = lengthOf(glass);
  if (expiresAt === null || length === 0) return <span class="quiet">not shown</span>;
  return (
    <>
      {spanWords(length)} {Date.parse(expiresAt) > now && <Badge tone="warn">open now</Badge>}
    </>
  );
}

function lengthOf({ openedAt, expiresAt }: Glass): number {
  return openedAt === null || expiresAt === null ? 0 : Date.parse(expiresAt) - Date.parse(openedAt);
}
