import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TenantOverlayError } from '../src/access/overlay-source.ts';
import { loadTenants, readTenants } from '../src/load-tenants.ts';
import { shippedModel } from './support/shipped-model.ts';

const model = await shippedModel();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const messages = (): Promise<readonly string[]> =>
  loadTenants(folder, model).then(
    () => [],
    (error: unknown) => {
      if (error instanceof TenantOverlayError) return error.findings.map(({ message }) => message);
      throw error;
    },
  );

describe('loadTenants', () => {
  it('reads every tenant’s file and no example', async () => {
    await put('b.yaml', 'tenant: south');
    await put('a.yaml', 'tenant: north');
    await put('c.example.yaml', 'tenant: example');
    await put('notes.txt', 'no tenant');
    expect([...(await loadTenants(folder, model)).keys()]).toEqual(['north', 'south']);
  });

  it('refuses a tenant given twice, whichever file it is in', async () => {
    await put('a.yaml', 'tenant: north');
    await put('b.yaml', 'tenant: north');
    expect(await messages()).toEqual([expect.stringMatching(/tenant north is given in .*a\.yaml too/)]);
  });

  it('refuses all when one would widen, and tells the findings of every file', async () => {
    await put('a.yaml', 'tenant: north');
    await put('b.yaml', 'tenant: south\nsettings: { adultAge: 30 }');
    await put('c.yaml', 'tenant: west\ntighten: [{ coordinates: [Patient.ssn], mask: NONE }]');
    expect(await messages()).toEqual([
      expect.stringMatching(/over 18/),
      expect.stringMatching(/NONE would widen/),
    ]);
  });

  it('refuses a file that would be passed over, and a folder without tenants', async () => {
    await put('a.yml', 'tenant: north');
    expect(await messages()).toEqual([
      expect.stringMatching(/ends in \.yaml/),
      expect.stringMatching(/no tenant has a file/),
    ]);
  });

  it('fails when there is no such folder', async () => {
    await expect(loadTenants(join(folder, 'none'), model)).rejects.toThrow(
      /PHIELD_TENANTS_DIR: expected a readable folder/,
    );
  });
});

describe('the overlays of this repository', () => {
  it('load: riverside and lakeside as declared, and a strict example beside them', async () => {
    const tenants = await loadTenants('tenants', model);
    expect([...tenants.keys()]).toEqual(['lakeside', 'riverside']);
    for (const overlay of tenants.values()) expect([...overlay.removals, ...overlay.tightenings]).toEqual([]);
    const examples = await readTenants('tenants', model, (name) => name === 'strict.example.yaml');
    expect(examples.findings).toEqual([]);
    expect(examples.overlays[0]?.removals.length).toBeGreaterThan(3);
  });
});
