import { Badge } from '../../parts/badge.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { AccessChange } from './access-changes.tsx';
import { coordinatesByType } from './coordinates-by-type.ts';
import { NamesShown } from './names-shown.tsx';
import { PlaceButton } from './place-button.tsx';
import type { Place } from './place-dialog.tsx';

export interface ChangesOfKindProps {
  readonly name: string;
  readonly about: string;
  readonly changes: readonly AccessChange[];
  /** Shows a place of the older version, and of the newer. */
  readonly onOld: (place: Place) => void;
  readonly onNew: (place: Place) => void;
}

function columnsOf({ onNew, onOld }: ChangesOfKindProps): readonly Column<AccessChange>[] {
  return [
    {
      head: 'What',
      cell: ({ coordinates, fails }) => (
        <>
          <Coordinates coordinates={coordinates} />
          {fails && (
            <p>
              <Badge tone="bad">sign off</Badge>
            </p>
          )}
        </>
      ),
      isWide: true,
    },
    { head: 'Who', cell: ({ roles }) => <NamesShown names={roles} what={['role', 'roles']} /> },
    { head: 'For', cell: ({ purposes }) => <NamesShown names={purposes} what={['purpose', 'purposes']} /> },
    {
      head: 'By',
      cell: ({ relationships }) => (
        <NamesShown names={relationships} what={['relationship', 'relationships']} />
      ),
    },
    { head: 'From → to', cell: (change) => <FromTo change={change} /> },
    {
      head: 'Where',
      cell: ({ new: after, old }) => (
        <>
          {old !== null && (
            <p class="place">
              was <PlaceButton place={old} onPlace={onOld} />
            </p>
          )}
          {after !== null && (
            <p class="place">
              is <PlaceButton place={after} onPlace={onNew} />
            </p>
          )}
        </>
      ),
    },
    {
      head: 'Touches',
      cell: ({ documents, insights }) => <Touched documents={documents} insights={insights} />,
    },
  ];
}

/** One kind of change. */
export function ChangesOfKind(props: ChangesOfKindProps) {
  const { name, about, changes } = props;
  return (
    <section class="kind">
      <h3>
        {name} <span class="quiet">{about}</span>
      </h3>
      <Table
        caption={name}
        isCaptionHidden
        columns={columnsOf(props)}
        rows={changes}
        keyOf={(change) => JSON.stringify(change)}
      />
    </section>
  );
}

function Coordinates({ coordinates }: Pick<AccessChange, 'coordinates'>) {
  return (
    <NamesShown names={coordinates} what={['field', 'fields']} most={2}>
      <ul>
        {coordinatesByType(coordinates).map(([type, fields]) => (
          <li key={type}>
            {type !== '' && <strong>{type} </strong>}
            {fields.join(', ')}
          </li>
        ))}
      </ul>
    </NamesShown>
  );
}

function FromTo({ change: { closes, from, opens, revealed, to } }: { readonly change: AccessChange }) {
  return (
    <div class="from-to">
      {from} → {to}
      {opens.length > 0 && (
        <div class="quiet">
          also rows labelled <NamesShown names={opens} what={['label', 'labels']} />
        </div>
      )}
      {closes.length > 0 && (
        <div class="quiet">
          no longer rows labelled <NamesShown names={closes} what={['label', 'labels']} />
        </div>
      )}
      {revealed && <div class="quiet">where a recorded reason reveals it</div>}
    </div>
  );
}

function Touched({ documents, insights }: Pick<AccessChange, 'documents' | 'insights'>) {
  if (documents.length + insights.length === 0) return <span class="quiet">nothing</span>;
  return (
    <>
      {documents.length > 0 && <NamesShown names={documents} what={['document', 'documents']} most={0} />}
      {insights.length > 0 && <NamesShown names={insights} what={['insight', 'insights']} most={0} />}
    </>
  );
}
