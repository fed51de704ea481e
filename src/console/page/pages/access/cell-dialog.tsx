import { Dialog } from '../../parts/dialog.tsx';
import { Link } from '../../parts/link.tsx';
import { CellPurposes } from './cell-purposes.tsx';
import type { MatrixRow } from './declared.ts';

export interface CellDialogProps {
  readonly open: { readonly row: MatrixRow; readonly role: string } | null;
  readonly onClose: () => void;
  /** Of which policy; `null`: the one in force. */
  readonly version: string | null;
  /** Goes on to the fields of a category. */
  readonly onFields: (category: string) => void;
  /** They are what is shown. */
  readonly isFields: boolean;
}

/** One cell: its purposes, each with the grant that decides, and the schema around that. */
export function CellDialog({ open, version, onClose, onFields, isFields }: CellDialogProps) {
  const title = open === null ? '' : `${open.row.label}, ${open.role}`;
  return (
    <Dialog title={title} open={open !== null} onClose={onClose}>
      {open !== null && (
        <>
          {open.row.exception && (
            <p class="quiet">
              Of {open.row.category}; it has grants of its own, which replace those of its category.
            </p>
          )}
          <CellPurposes
            key={`${open.row.label} ${open.row.category} ${open.role}`}
            coordinate={open.row.coordinate}
            category={open.row.category}
            role={open.role}
            version={version}
          />
          <div class="actions">
            {!isFields && (
              <button type="button" onClick={() => onFields(open.row.category)}>
                Fields of {open.row.category}
              </button>
            )}
            {open.row.coordinate !== null && (
              <Link
                to={`access?view=explain&coordinate=${encodeURIComponent(open.row.coordinate)}&role=${open.role}`}
              >
                Explain {open.row.coordinate} to {open.role}
              </Link>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}
