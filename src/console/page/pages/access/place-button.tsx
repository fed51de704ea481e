import type { Place } from './place-dialog.tsx';

export interface PlaceButtonProps {
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
}

/** Where something is declared: opens the lines around it. */
export function PlaceButton({ place, onPlace }: PlaceButtonProps) {
  return (
    <button type="button" class="link place" onClick={() => onPlace(place)}>
      {place.file}:{place.line}
    </button>
  );
}
