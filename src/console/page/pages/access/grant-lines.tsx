import type { GrantFragment } from '../../generated/access-explain.ts';

/** Grants, one a line. */
export function GrantLines({ grants }: { readonly grants: readonly GrantFragment[] }) {
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
          <code class="quiet">
            {place.file}:{place.line}
          </code>
        </li>
      ))}
    </ul>
  );
}
