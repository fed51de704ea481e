import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A V8 CPU profile as `node --cpu-prof` writes it; times in microseconds. */
const Profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export interface SelfTime {
  readonly name: string;
  /** Share of the time the process was busy, 0 to 1. */
  readonly share: number;
}

export interface ProfileSummary {
  readonly groups: readonly SelfTime[];
  readonly functions: readonly SelfTime[];
}

/** Where a profiled process spent its time: by part, and by function, each its own time only. */
export async function readProfile(file: string, most: number): Promise<ProfileSummary> {
  const profile = Profile.parse(JSON.parse(await readFile(file, 'utf8')));
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const groups = new Map<string, number>();
  const functions = new Map<string, number>();
  profile.samples.forEach((id, at) => {
    const frame = frames.get(id);
    // Starting and ending the profile is no work of the server's.
    if (frame === undefined || frame.functionName === '(idle)' || frame.url === 'node:inspector') return;
    const time = profile.timeDeltas[at] ?? 0;
    const place = placeOf(frame.url);
    const native = place === '' ? frame.functionName || '(native)' : place;
    const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
    add(groups, place === '' ? nativeGroup(frame.functionName) : groupOf(place), time);
    add(functions, place === '' ? native : `${name}  ${place}:${frame.lineNumber + 1}`, time);
  });
  return { groups: shares(groups, most), functions: shares(functions, most) };
}

function placeOf(url: string): string {
  if (!url.startsWith('file:')) return url;
  return relative(`${import.meta.dirname}/..`, fileURLToPath(url));
}

/** A package, a folder of ours, or Node itself. */
function groupOf(place: string): string {
  if (place.startsWith('node:')) return 'node';
  const packages = place.split('node_modules/');
  if (packages.length > 1) {
    const [scope = '', name = ''] = (packages.at(-1) ?? '').split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  return place.split('/').slice(0, -1).join('/');
}

function nativeGroup(name: string): string {
  return name === '(garbage collector)' ? name : '(native code)';
}

function add(sums: Map<string, number>, key: string, time: number): void {
  sums.set(key, (sums.get(key) ?? 0) + time);
}

function shares(sums: ReadonlyMap<string, number>, most: number): readonly SelfTime[] {
  const total = [...sums.values()].reduce((sum, time) => sum + time, 0);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => ({ name, share: time / total }));
}
