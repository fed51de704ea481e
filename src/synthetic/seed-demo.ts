import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthDataWriter } from '../../datasources/health-data.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { ClientRegister } from '../identity/client-register.ts';
import { DEVELOPMENT_ENTRIES } from '../identity/development-clients.ts';
import { DEVELOPMENT_ISSUER } from '../identity/issuer-settings.ts';
import { importResources } from '../import/import-resources.ts';
import { generateTenant } from './generate-tenant.ts';

/** The demo tenants: how many synthetic patients each has, and the seed that makes them. */
export const DEMO_TENANTS = Object.freeze([
  Object.freeze({ tenant: 'riverside', patients: 60, seed: 1 }),
  Object.freeze({ tenant: 'lakeside', patients: 20, seed: 2 }),
]);

/**
 * Makes the demo tenants and registers their clients on the first start of an embedded profile. A mark in the data folder says that it is
 * done; a start that was cut off makes them again, which changes nothing that is there already.
 */
export async function seedDemo(
  config: Pick<Config, 'dataDir'>,
  store: { openWriter(tenant: string): HealthDataWriter; readonly clients: ClientRegister },
  { clock, progress }: { clock: Clock; progress: (text: string) => void },
): Promise<void> {
  const mark = join(config.dataDir, 'demo-tenants.json');
  if (await readFile(mark).catch(() => null)) return;
  progress('first start: making synthetic patients for the tenants riverside and lakeside');
  for (const { tenant, patients, seed } of DEMO_TENANTS) {
    const resources = generateTenant({ tenant, patients, seed, now: clock() });
    await importResources(resources, store.openWriter(tenant));
  }
  for (const [client, entry] of DEVELOPMENT_ENTRIES) {
    await store.clients.change(DEVELOPMENT_ISSUER, client, (was) => was ?? entry);
  }
  await writeFile(mark, `${JSON.stringify({ tenants: DEMO_TENANTS, synthetic: true })}\n`);
}
