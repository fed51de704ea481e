import { useMemo } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { type HeatCell, HeatMap } from '../../parts/heat-map.tsx';
import type { WholeDocument } from './document-detail.tsx';

type Footprint = WholeDocument['footprint'];

/** What each role could get of each field: fields down, roles across. */
export function FootprintByRole({ footprint }: { readonly footprint: Footprint }) {
  const { go } = useConsole();
  const { coordinates, filters, byRole } = footprint;
  const roles = useMemo(
    () => byRole.filter(({ whole, masked }) => whole.length + masked.length > 0),
    [byRole],
  );
  const cells = useMemo(() => cellsOf(byRole), [byRole]);
  const names = [...coordinates.map(({ coordinate }) => coordinate), ...filters];
  const others = byRole.filter((one) => !roles.includes(one)).map(({ role }) => role);
  return (
    <>
      <HeatMap
        caption="The most that any grant gives a role"
        rows={names.map((name) => ({ key: name, label: name }))}
        columns={roles.map(({ role }) => ({ key: role, label: role }))}
        cell={(name, role) => cells.get(role)?.get(name) ?? null}
        onOpen={(coordinate, role) =>
          go(`access?${new URLSearchParams({ view: 'explain', coordinate, role })}`)
        }
      />
      <p class="quiet">
        For any purpose and tie, through an opened glass too. A cell leads to the grants that decide it.
        {others.length > 0 && ` Nothing of it for ${others.join(', ')}.`}
      </p>
    </>
  );
}

function cellsOf(byRole: Footprint['byRole']): ReadonlyMap<string, ReadonlyMap<string, HeatCell>> {
  return new Map(
    byRole.map(({ role, whole, masked, denied }) => [
      role,
      new Map<string, HeatCell>([
        ...denied.map((name) => cell(name, role, 'denied')),
        ...masked.map((name) => cell(name, role, 'masked')),
        ...whole.map((name) => cell(name, role, 'whole')),
      ]),
    ]),
  );
}

function cell(name: string, role: string, level: 'whole' | 'masked' | 'denied'): [string, HeatCell] {
  return [name, { level, label: `${name}, ${role}: ${level}` }];
}
