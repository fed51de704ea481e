import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { createLedgerNames, isLedgerName } from '../../src/ledger/ledger-names.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const READ = `{ patient(id: "demo-ada") { fhirId birthDate
  observations(first: 3) { edges { node { fhirId code { text } effectiveDateTime } } } } }`;

let folder: string;
let gateway: TestGateway;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-named-'));
  await writeFile(join(folder, 'riverside.yaml'), 'tenant: riverside\nledger: { pseudonyms: everyone }\n');
  await writeFile(join(folder, 'lakeside.yaml'), 'tenant: lakeside\n');
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: folder } });
  store = await openStore(gateway.config, Date.now);
});
afterAll(async () => {
  await store?.close();
  await gateway?.close();
  await rm(folder, { recursive: true });
});

describe('a tenant whose ledger bears pseudonyms', () => {
  it('has no id of a patient, a row or an actor in it, and is found by them all the same', async () => {
    const physician = await gateway.persona('physician');
    const answer = await gateway.ask(physician, READ);
    expect(answer.text).toContain('"fhirId":"demo-ada"');
    const shown = [...answer.text.matchAll(/"fhirId":"([^"]+)"/g)].map(([, id = '']) => id);
    expect(shown.length).toBeGreaterThan(3);
    const me = JSON.parse((await gateway.ask(physician, '{ me { id } }')).text).data.me.id;

    const events = await gateway.events({ tenant: 'riverside', kinds: ['operation'] });
    expect(events.length).toBeGreaterThan(shown.length);
    for (const { subject, resource, actor } of events) {
      expect([subject, resource.id, actor].map((name) => isLedgerName(name ?? ''))).toEqual([
        true,
        true,
        true,
      ]);
    }
    const text = JSON.stringify(events);
    for (const id of [...shown, me]) expect(text).not.toContain(`"${id}"`);

    const names = createLedgerNames(store.nameKeys('riverside'));
    const [subjects, actors] = [await names.patient('demo-ada'), await names.actor(me)];
    expect(
      events.every(({ subject, actor }) => subjects.includes(subject ?? '') && actors.includes(actor ?? '')),
    ).toBe(true);
    const rows = await Promise.all(shown.slice(1).map((id) => names.resource('demo-ada', 'Observation', id)));
    expect(rows.flat().some((name) => events.some(({ resource }) => resource.id === name))).toBe(true);
  });

  it('names whoever was refused, and nobody, alike', async () => {
    const stranger = await gateway.persona('stranger');
    for (const id of ['demo-ada', 'nobody-at-all'])
      await gateway.ask(stranger, 'query ($id: ID!) { patient(id: $id) { birthDate } }', {
        variables: { id },
      });
    const refused = (await gateway.events({ tenant: 'riverside', kinds: ['operation'] })).filter(
      ({ decision }) => decision === 'DENY',
    );
    const names = createLedgerNames(store.nameKeys('riverside'));
    for (const id of ['demo-ada', 'nobody-at-all']) {
      const called = await names.patient(id);
      expect(refused.filter(({ subject }) => called.includes(subject ?? ''))).not.toEqual([]);
    }
    expect(JSON.stringify(refused)).not.toContain('nobody-at-all');
  });

  it('is told apart from its neighbour, which bears ids', async () => {
    const token = await gateway.persona('lakeside-physician');
    await gateway.ask(token, '{ patients(first: 5) { edges { node { fhirId birthDate } } } }');
    const events = await gateway.events({ tenant: 'lakeside', kinds: ['operation'] });
    expect(events.length).toBeGreaterThan(0);
    expect(events.some(({ subject }) => isLedgerName(subject ?? ''))).toBe(false);
  });
});

describe('which policy is in force', () => {
  it('is on record of every tenant from the start, and again with what was before when files are read anew', async () => {
    const acts = async (operation: string) =>
      (await gateway.events({ kinds: ['privileged'] }))
        .filter((event) => event.operation === operation)
        .map(({ tenant, coordinate, resource }) => [tenant, coordinate, resource.id] as const);
    // The folder was made by an earlier start, which is on record, too.
    const started = await acts('policy_in_force');
    expect(started.slice(-2).map(([tenant, coordinate]) => [tenant, coordinate])).toEqual([
      ['lakeside', 'TenantPolicy.version'],
      ['riverside', 'TenantPolicy.version'],
    ]);
    const [version] = (await gateway.events({ tenant: 'lakeside', kinds: ['operation'] })).map(
      ({ policyVersion }) => policyVersion,
    );
    expect(started.at(-2)?.[2]).toBe(version);

    await writeFile(
      join(folder, 'lakeside.yaml'),
      'tenant: lakeside\nremove: [{ coordinates: [Patient.mrn] }]\n',
    );
    expect(await gateway.reloadTenants()).toBe(true);
    expect(
      (await acts('policy_in_force'))
        .slice(started.length)
        .map(([tenant, coordinate]) => [tenant, coordinate]),
    ).toEqual([
      ['lakeside', 'TenantPolicy.version'],
      ['lakeside', 'TenantPolicy.previous'],
      ['riverside', 'TenantPolicy.version'],
      ['riverside', 'TenantPolicy.previous'],
    ]);
    const again = (await acts('policy_in_force')).slice(started.length);
    expect(again[1]?.[2]).toBe(version);
    expect(again[0]?.[2]).not.toBe(version);
    expect(again[2]?.[2]).toBe(again[3]?.[2]);
    expect((await acts('tenant_overlay_changed')).map(([tenant]) => tenant)).toEqual([
      'lakeside',
      'lakeside',
    ]);
  });
});
