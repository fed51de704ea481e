import { useMemo, useState } from 'preact/hooks';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { NarrowerGrant } from './narrower-grant.tsx';
import type { Usage } from './usage.ts';

export type Unused = Usage['unused'][number];

const OPTIONS = [
  ['', 'All'],
  ['wholly', 'Not used at all'],
  ['partly', 'Used in part'],
] as const;

/** Minimum necessary, measured (45 CFR 164.502(b), 164.514(d)(2)): grants that give more than was used. */
export function UnusedGrants({ grants }: { readonly grants: readonly Unused[] }) {
  const [which, setWhich] = useState('');
  const [open, setOpen] = useState<Unused | null>(null);
  const shown = useMemo(
    () => grants.filter(({ narrower }) => which === '' || (narrower === null) === (which === 'wholly')),
    [grants, which],
  );
  const columns: readonly Column<Unused>[] = [
    {
      head: 'Grant',
      cell: (grant) => (
        <button type="button" class="link" onClick={() => setOpen(grant)}>
          {grant.grant}
        </button>
      ),
      sort: ({ grant }) => grant,
    },
    {
      head: 'Used',
      cell: ({ narrower }) =>
        narrower === null ? <Badge tone="warn">not at all</Badge> : <Badge tone="info">in part</Badge>,
      sort: ({ narrower }) => (narrower === null ? 0 : 1),
    },
    { head: 'Roles without use', cell: ({ unusedRoles }) => unusedRoles.join(', '), isWide: true },
    { head: 'Purposes without use', cell: ({ unusedPurposes }) => unusedPurposes.join(', ') },
    {
      head: 'Stands at',
      cell: ({ file, line }) => (
        <code>
          {file}:{line}
        </code>
      ),
      sort: ({ file, line }) => `${file} ${`${line}`.padStart(6, '0')}`,
    },
  ];
  return (
    <Section
      title="Grants that give more than was used"
      about="Each with the text that would be enough. What was not used may yet be needed, since emergencies are rare: it is for a person to say."
    >
      {grants.length === 0 ? (
        <Empty>Every role and purpose of every grant was used.</Empty>
      ) : (
        <>
          <div class="fields">
            <Choice label="Show" value={which} onChange={setWhich} options={OPTIONS} />
            <p class="quiet" role="status">
              {shown.length} {shown.length === 1 ? 'grant' : 'grants'}
            </p>
          </div>
          <div class="tall">
            <Table
              caption="Grants that give more than was used"
              isCaptionHidden
              columns={columns}
              rows={shown}
              keyOf={({ grant }) => grant}
            />
          </div>
        </>
      )}
      <NarrowerGrant grant={open} onClose={() => setOpen(null)} />
    </Section>
  );
}
