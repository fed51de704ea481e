import type { GrantFragment } from '../../generated/access-explain.ts';
import { PlaceButton, type PlaceButtonProps } from './place-button.tsx';

export interface GrantLinesProps extends Pick<PlaceButtonProps, 'onPlace'> {
  readonly grants: readonly GrantFragment[];
}

/** Grants, one a line. */
export function GrantLines({ grants, onPlace }: GrantLinesProps) {
  if (grants.length === 0) return null;
  return (
    <ul class="grants">
      {grants.map(({ breakGlass, id, mask, place, purposes, relationships, roles }) => (
        <li key={id}>
          <span>
            {roles.join(', ')} for {purposes.join(', ')} by {relationships.join(', ')}
            {mask !== 'NONE' && `: ${mask}`}
            {breakGlass && ', or through an opened glass'}
          </span>
          <PlaceButton place={place} onPlace={onPlace} />
        </li>
      ))}
    </ul>
  );
}
