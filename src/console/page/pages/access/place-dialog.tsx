import { Dialog } from '../../parts/dialog.tsx';
import { SourceLines } from './source-lines.tsx';

/** A line of a file that is part of a policy. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface PlaceDialogProps {
  readonly place: (Place & { readonly version: string | null }) | null;
  readonly onClose: () => void;
}

/** The lines around a place. */
export function PlaceDialog({ place, onClose }: PlaceDialogProps) {
  return (
    <Dialog title="As it is declared" open={place !== null} onClose={onClose}>
      {place !== null && <SourceLines file={place.file} line={place.line} version={place.version} />}
    </Dialog>
  );
}
