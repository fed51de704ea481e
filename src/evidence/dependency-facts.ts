import { z } from 'zod';

const Lockfile = z.object({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** `runtime`: needed to run. `optional`: runs without. `development`: to build and test alone. */
export type DependencyScope = 'runtime' | 'optional' | 'development';

export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** As its package says: an SPDX expression, mostly; `null`: it says nothing. */
  readonly licence: string | null;
  /** Subresource Integrity of its archive. */
  readonly integrity: string | null;
  readonly scope: DependencyScope;
}

export interface DependencyFacts {
  readonly name: string;
  readonly version: string;
  /** By name, then version; each once. */
  readonly dependencies: readonly Dependency[];
  /** `name@version` to those it needs itself; the product's own under its own. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

type Entries = z.output<typeof Lockfile>['packages'];

/** @returns `null` for a text that is no lock file of npm 7 or later. */
export function readDependencies(text: string): DependencyFacts | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { data } = Lockfile.safeParse(value);
  if (data === undefined) return null;
  const { name, version, packages } = data;
  const found = new Map<string, Dependency>();
  const needs = new Map<string, Set<string>>();
  for (const [place, entry] of Object.entries(packages)) {
    const own = place === '' ? { name, version } : nameOf(packages, place);
    if (own === null) continue;
    const key = `${own.name}@${own.version}`;
    const known = needs.get(key) ?? new Set<string>();
    needs.set(key, known);
    for (const wanted of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const met = resolved(packages, place, wanted);
      if (met !== null) known.add(met);
    }
    if (place === '') continue;
    const dependency: Dependency = {
      ...own,
      licence: entry.license ?? null,
      integrity: entry.integrity ?? null,
      scope: scopeOf(entry),
    };
    // The same package may lie in several places: what any of them needs it for counts.
    const other = found.get(key);
    if (other === undefined || SCOPES.indexOf(dependency.scope) < SCOPES.indexOf(other.scope))
      found.set(key, dependency);
  }
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze({
    name,
    version,
    dependencies: sorted.map(([, dependency]) => dependency),
    needs: new Map([...needs].map(([key, wanted]) => [key, [...wanted].toSorted()])),
  });
}

const SCOPES: readonly DependencyScope[] = Object.freeze(['runtime', 'optional', 'development']);

function scopeOf({ dev, devOptional, optional }: Entries[string]): DependencyScope {
  if (dev === true) return 'development';
  return optional === true || devOptional === true ? 'optional' : 'runtime';
}

const FOLDER = 'node_modules/';

function nameOf(packages: Entries, place: string): Pick<Dependency, 'name' | 'version'> | null {
  const { name, version, link } = packages[place] ?? {};
  if (version === undefined || link === true) return null;
  return { name: name ?? place.slice(place.lastIndexOf(FOLDER) + FOLDER.length), version };
}

/** As Node looks for a package: in the folder itself, then outwards. */
function resolved(packages: Entries, place: string, wanted: string): string | null {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf(FOLDER) - 1))) {
    const met = nameOf(packages, `${from === '' ? '' : `${from}/`}${FOLDER}${wanted}`);
    if (met !== null) return `${met.name}@${met.version}`;
    if (from === '' || !from.includes(FOLDER)) return null;
  }
}
