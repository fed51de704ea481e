import { parse, print, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { overlayGrants } from '../../src/access/overlay-grants.ts';
import { computeFootprint } from '../../src/documents/compute-footprint.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { Chooser } from './chooser.ts';
import { firstSeed } from './first-seed.ts';
import { everybody } from './footprint/everybody.ts';
import { type FootprintGateway, openFootprintGateway } from './footprint/footprint-gateway.ts';
import type { Standing } from './footprint/full-patient.ts';
import { STANDINGS } from './footprint/full-patient.ts';
import { ObservedFootprint } from './footprint/observed-footprint.ts';
import { SAMPLE_DOCUMENTS, type SampleDocument, WIDER_DOCUMENTS } from './footprint/sample-documents.ts';
import { generateDocument } from './generate-document.ts';
import { generatePerson, generateWorld } from './generate-world.ts';
import { generateOverlays } from './noninterference.ts';
import { REWRITES, withOwnNames, withVariables } from './rewrite-document.ts';
import { type AnyWorld, openAnyWorld } from './two-worlds.ts';
import type { World } from './world.ts';

let gateway: FootprintGateway;
let actors: readonly Actor[];
beforeAll(async () => {
  gateway = await openFootprintGateway();
  actors = everybody(gateway.model.roles);
});

/** Of random documents. */
const CASES = 1_000;
const STANDING_NAMES: readonly Standing[] = ['tied', 'stranger', 'glass', 'faulty'];

/** Everything that a document leaves in the ledger: run by everybody, as everything to the patient, by every branch. */
async function bruteForce({ text, toggles }: SampleDocument): Promise<ObservedFootprint> {
  const observed = new ObservedFootprint(gateway.model);
  for (const standing of STANDING_NAMES) {
    for (const actor of actors) {
      for (const variables of toggles) {
        const { events, body } = await gateway.run({ actor, standing, query: text, variables });
        expect(body).not.toContain('INTERNAL_SERVER_ERROR');
        observed.add(events);
      }
    }
  }
  return observed;
}

function footprintOf({ text }: SampleDocument) {
  const { schema, model } = gateway;
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return computeFootprint(schema, model, document);
}

describe('the footprint of a document, beside what the ledger says of it', () => {
  it('has samples enough, and stands to the patient in every way', () => {
    expect(Object.keys(SAMPLE_DOCUMENTS).length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(STANDINGS)).toEqual(STANDING_NAMES);
  });

  it.each(Object.entries(SAMPLE_DOCUMENTS))('is what every branch comes to: %s', async (_name, sample) => {
    const observed = await bruteForce(sample);
    const footprint = footprintOf(sample);
    expect(observed.beyond(footprint)).toEqual([]);
    expect(footprint.coordinates.map(({ coordinate }) => coordinate)).toEqual(
      [...observed.coordinates].toSorted(),
    );
    expect(footprint.filters).toEqual([...observed.filters].toSorted());
  });

  it.each(Object.entries(WIDER_DOCUMENTS))('holds what a run shows, and more: %s', async (_name, sample) => {
    const observed = await bruteForce(sample);
    const footprint = footprintOf(sample);
    expect(observed.beyond(footprint)).toEqual([]);
    expect(footprint.coordinates.length).toBeGreaterThan(observed.coordinates.size);
  });
});

describe('random documents', () => {
  it('leave nothing in the ledger that their footprint does not hold', { timeout: 300_000 }, async () => {
    const anyWorld = await openAnyWorld();
    const { schema, model } = anyWorld;
    const overlays = generateOverlays(anyWorld, 20);
    const first = firstSeed();
    let resolved = 0;
    for (let seed = first; seed < first + CASES; seed++) {
      const choose = new Chooser(seed);
      const world = generateWorld(choose, model, schema);
      const { query, variables } = reworded(choose, world, anyWorld);
      const [actor, overlay] = [generatePerson(choose), choose.one(overlays)];
      const asking = { actor, overlay, query, variables };
      const { records } = await anyWorld.ask(asking, world);
      const observed = new ObservedFootprint(model);
      observed.add(records.flatMap((one) => [...expandRecord(one)]));
      const policy = { ...overlayGrants(overlay, model), roles: actor.roles };
      const beyond = observed.beyond(computeFootprint(schema, model, parse(query), policy));
      expect({ seed, query, beyond }).toEqual({ seed, query, beyond: [] });
      resolved += observed.coordinates.size;
    }
    process.stdout.write(
      `footprints: ${CASES} documents from seed ${first}, ${resolved} coordinates resolved\n`,
    );
    expect(resolved).toBeGreaterThan(CASES);
  });
});

/** A random document in other words: fragments, conditions, interfaces, names; its values in it, or as variables. */
function reworded(choose: Chooser, world: World, { schema }: AnyWorld) {
  const all = [...world.values()].flatMap(({ record, rows }) => [record, ...rows.map((row) => row.record)]);
  const record = choose.one(all);
  const patient = world.get(record.subjectId)?.record ?? record;
  const node = `${record.resourceType}/${record.id}`;
  const text = generateDocument(choose, schema, [node], { record, patient })
    .replace(/^query \([^)]*\) /, 'query ')
    .replaceAll('after: $after', 'after: null');
  const plain = withOwnNames(text);
  const rewrite = choose.chance(0.6) ? choose.one(Object.values(REWRITES)) : null;
  const document = rewrite === null ? plain : rewrite(plain, choose, schema);
  // A rewording may bring variables of its own, without values: then it is asked as it is.
  const query = print(document);
  return choose.chance(0.4) && !query.includes('$') ? withVariables(document) : { query, variables: {} };
}
