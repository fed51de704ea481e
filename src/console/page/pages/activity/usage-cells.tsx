import { useMemo, useState } from 'preact/hooks';
import { Amount } from '../../parts/amount.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { Usage } from './usage.ts';

type Cell = Usage['cells'][number];

/** Where the ledger stops counting people. */
const MANY = 1_000;

const COLUMNS: readonly Column<Cell>[] = [
  {
    head: 'Field',
    cell: ({ coordinate }) => <code>{coordinate}</code>,
    sort: ({ coordinate }) => coordinate,
  },
  { head: 'Role', cell: ({ role }) => role, sort: ({ role }) => role },
  { head: 'Given', cell: ({ given }) => <Amount of={given} />, sort: ({ given }) => given, isNumber: true },
  {
    head: 'Through a glass',
    cell: ({ throughGlass }) => <Amount of={throughGlass} />,
    sort: ({ throughGlass }) => throughGlass,
    isNumber: true,
  },
  {
    head: 'Refused',
    cell: ({ refused }) => <Amount of={refused} />,
    sort: ({ refused }) => refused,
    isNumber: true,
  },
  {
    head: 'People',
    cell: ({ people }) => (people >= MANY ? `${MANY} or more` : people),
    sort: ({ people }) => people,
    isNumber: true,
  },
  { head: 'Last given', cell: ({ last }) => <Moment at={last} />, sort: ({ last }) => last ?? '' },
];

/** Field by field and role by role, the most used first. */
export function UsageCells({ cells }: { readonly cells: readonly Cell[] }) {
  const [text, setText] = useState('');
  const [role, setRole] = useState('');
  const roles = useMemo(() => [...new Set(cells.map((cell) => cell.role))].toSorted(), [cells]);
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return cells
      .filter((cell) => (role === '' || cell.role === role) && cell.coordinate.toLowerCase().includes(wanted))
      .toSorted((one, next) => next.given - one.given);
  }, [cells, text, role]);
  return (
    <Section
      title="Fields used"
      about="How often each role was given each field, to how many people, and when last."
    >
      <div class="fields">
        <TextField label="Field contains" value={text} onInput={setText} placeholder="Patient." />
        <SelectField
          label="Role"
          value={role}
          onChange={setRole}
          options={[['', 'All roles'], ...roles.map((one) => [one, one] as const)]}
        />
        <p class="quiet" role="status">
          {shown.length === cells.length
            ? `${cells.length} lines`
            : `${shown.length} of ${cells.length} lines`}
        </p>
      </div>
      <div class="tall">
        <Table
          caption="Fields used, by role"
          isCaptionHidden
          columns={COLUMNS}
          rows={shown}
          keyOf={(cell) => `${cell.coordinate} ${cell.role}`}
        />
      </div>
    </Section>
  );
}
