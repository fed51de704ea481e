import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { Chooser } from './chooser.ts';
import { generateDocument } from './generate-document.ts';
import { generateOverlay } from './generate-overlay.ts';
import { generatePerson, generateWorld } from './generate-world.ts';
import { drawHiddenChange, type HiddenChange } from './hidden-change.ts';
import type { AnyWorld, Asking, Observed } from './two-worlds.ts';
import type { World } from './world.ts';

/** One case: what was changed, and what of it could be told; no differences where nothing leaks. */
export interface Outcome {
  readonly seed: number;
  readonly kind: string;
  readonly what: string;
  readonly query: string;
  readonly differences: readonly string[];
}

/** Tenants are read with care, so few of them serve many cases. */
export function generateOverlays({ model }: AnyWorld, count: number): readonly TenantOverlay[] {
  // Half of them narrow nothing, so that much is to be seen.
  const plain = parseTenantOverlay(
    '{ tenant: riverside, settings: { implicitConsent: all-normal } }',
    'plain',
    model,
  );
  const strict = parseTenantOverlay(STRICT, 'strict', model);
  return Array.from(
    { length: count },
    (_, seed) => [plain, plain, strict][seed % 4] ?? generateOverlay(new Chooser(seed), model),
  );
}

const STRICT = JSON.stringify({
  tenant: 'riverside',
  settings: { implicitConsent: 'all-normal' },
  remove: [
    {
      roles: ['PHYSICIAN', 'NURSE', 'BILLING'],
      coordinates: ['Patient.birthDate', 'Observation.code', 'Encounter.class'],
    },
    { roles: ['PHYSICIAN', 'CODER'], categories: ['OTHER', 'PROBLEM'] },
    { roles: ['RESEARCHER'], categories: ['LAB', 'ENCOUNTER'] },
  ],
  tighten: [{ categories: ['CONTACT', 'SURVEY'], mask: 'REDACT' }],
});

/** The same operation in two worlds that differ in one thing this actor may not see. */
export async function noninterference(
  seed: number,
  anyWorld: AnyWorld,
  overlays: readonly TenantOverlay[],
): Promise<Outcome> {
  const { model, schema } = anyWorld;
  const choose = new Chooser(seed);
  for (;;) {
    const overlay = choose.one(overlays);
    const actor = generatePerson(choose);
    const world = generateWorld(choose, model, schema);
    let change: HiddenChange | null = null;
    for (let tries = 0; tries < 8 && change === null; tries++) {
      change = drawHiddenChange(choose, world, { model, schema, overlay, actor });
    }
    if (change === null) continue;
    const nodes = nodesOf(world, change.world);
    const query = generateDocument(choose, schema, nodes, change);
    const asking: Asking = { actor, overlay, query };
    const one = await anyWorld.ask(asking, world);
    const differences = differ(one, await anyWorld.ask(asking, change.world));
    for (const after of query.includes('$after') ? cursorsOf(one.body).slice(0, 1) : []) {
      const next = { ...asking, variables: { after } };
      differences.push(...differ(await anyWorld.ask(next, world), await anyWorld.ask(next, change.world)));
    }
    return { seed, kind: change.kind, what: change.what, query, differences };
  }
}

/** Rows of both worlds, so that what is hidden is asked for by name, too. */
function nodesOf(...worlds: readonly World[]): readonly string[] {
  const all = worlds.flatMap((world) =>
    [...world.values()].flatMap(({ rows }) => rows.map(({ record }) => record)),
  );
  return [...new Set(all.map(({ resourceType, id }) => `${resourceType}/${id}`))].sort();
}

function differ(one: Observed, other: Observed): string[] {
  const parts = ['status', 'headers', 'body', 'log', 'refused', 'calls'] as const;
  return parts.flatMap((part) => {
    const [a, b] = [JSON.stringify(one[part]), JSON.stringify(other[part])];
    if (a === b) return [];
    const at = [...a].findIndex((letter, index) => letter !== b[index]);
    const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
    return [`${part}: ${around(a)} <> ${around(b)}`];
  });
}

function cursorsOf(body: string): readonly string[] {
  return [...body.matchAll(/"endCursor_\d+":"([^"]+)"/g)].flatMap(([, cursor]) => cursor ?? []);
}
