import type { Mask } from '../access/access-model.ts';
import { MASKS } from '../access/access-model.ts';
import { coversRole } from './compare-grants.ts';
import type { Footprint, FootprintCoordinate, FootprintDifference } from './footprint.ts';

interface Change {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * What a footprint has more, or less, than the one that was reviewed. `widened` is true as soon as anything is added
 * or weaker: what a reviewer has not seen.
 * @param before `null`: nothing was reviewed, so everything is new.
 */
export function compareFootprints(before: Footprint | null, after: Footprint): FootprintDifference {
  const changes = [
    ofNames('coordinate', namesOf(before?.coordinates ?? []), namesOf(after.coordinates)),
    ...(['filters', 'insights', 'mutations'] as const).map((list) =>
      ofNames(list.slice(0, -1), before?.[list] ?? [], after[list]),
    ),
    ofCoordinates(before?.coordinates ?? [], after.coordinates),
    ofCount('patients', before?.worstPatients ?? 0, after.worstPatients),
    ofCount('rows', before?.worstRows ?? 0, after.worstRows),
    ofRoles(before, after),
  ];
  const added = changes.flatMap((change) => change.added);
  const removed = changes.flatMap((change) => change.removed);
  return Object.freeze({
    widened: before === null || added.length > 0,
    added: Object.freeze(added),
    removed: Object.freeze(removed),
  });
}

function ofNames(kind: string, before: readonly string[], after: readonly string[]): Change {
  return {
    added: after.filter((name) => !before.includes(name)).map((name) => `${kind} ${name}`),
    removed: before.filter((name) => !after.includes(name)).map((name) => `${kind} ${name}`),
  };
}

function namesOf(coordinates: readonly FootprintCoordinate[]): readonly string[] {
  return coordinates.map(({ coordinate }) => coordinate);
}

/** Coordinates in both: another category, identifier or label is another decision or another mask, so it is seen again. */
function ofCoordinates(
  before: readonly FootprintCoordinate[],
  after: readonly FootprintCoordinate[],
): Change {
  const known = new Map(before.map((one) => [one.coordinate, one]));
  const pairs = after.flatMap((now) => {
    const then = known.get(now.coordinate);
    return then === undefined ? [] : [{ now, then }];
  });
  const changes = pairs.flatMap(({ now, then }) => {
    const { coordinate } = now;
    const isOther = now.identifier !== then.identifier;
    return [
      ofNames(`${coordinate} category`, then.categories, now.categories),
      // A label closes: one that is gone is the weaker state.
      swapped(ofNames(`${coordinate} label`, then.sensitivity, now.sensitivity)),
      {
        added: isOther
          ? [`${coordinate} identifier ${then.identifier ?? 'none'} → ${now.identifier ?? 'none'}`]
          : [],
        removed: [],
      },
    ];
  });
  return united(changes);
}

function swapped({ added, removed }: Change): Change {
  return { added: removed.map((line) => `${line} gone`), removed: added };
}

function ofCount(what: string, before: number, after: number): Change {
  const line = [`${what} ${before} → ${after}`];
  return { added: after > before ? line : [], removed: after < before ? line : [] };
}

function ofRoles(before: Footprint | null, after: Footprint): Change {
  // What is new as a whole is told by its coordinate.
  const known = new Set([...namesOf(before?.coordinates ?? []), ...(before?.filters ?? [])]);
  const still = [...namesOf(after.coordinates), ...after.filters].filter((name) => known.has(name));
  const roles = [...new Set([...Object.keys(before?.byRole ?? {}), ...Object.keys(after.byRole)])].toSorted();
  return united(
    roles.map((role) => {
      const [then, now] = [before?.byRole[role], after.byRole[role]];
      const lines = still.map((coordinate) => ({
        line: `${role} ${coordinate} ${mostOf(then, coordinate)} → ${mostOf(now, coordinate)}`,
        wider: !coversRole(then, now, coordinate),
        narrower: !coversRole(now, then, coordinate),
      }));
      return {
        added: lines.filter(({ wider }) => wider).map(({ line }) => line),
        removed: lines.filter(({ wider, narrower }) => narrower && !wider).map(({ line }) => line),
      };
    }),
  );
}

/** The least mask by which a role gets a coordinate, or DENIED. */
function mostOf(role: Footprint['byRole'][string] | undefined, coordinate: string): Mask | 'DENIED' {
  const grants = role?.grants.filter(({ coordinates }) => coordinates.includes(coordinate)) ?? [];
  return MASKS.find((mask) => grants.some((grant) => grant.mask === mask)) ?? 'DENIED';
}

function united(changes: readonly Change[]): Change {
  return {
    added: changes.flatMap(({ added }) => added),
    removed: changes.flatMap(({ removed }) => removed),
  };
}
