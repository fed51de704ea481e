import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../datasources/open-store.ts';
import { findStored, findStoredPatients, findStoredRows } from '../../src/cli/find-stored.ts';
import type { Config } from '../../src/config.ts';
import { findInputs } from '../../src/import/find-inputs.ts';
import type { ImportReport } from '../../src/import/import-report.ts';
import { runImport } from '../../src/import/run-import.ts';

type Resource = Readonly<Record<string, unknown>>;

/** Imports resources, or one Bundle, beside a running gateway, as `phield import` does. */
export async function importResources(
  config: Config,
  resources: readonly Resource[],
  tenant = 'riverside',
): Promise<ImportReport> {
  const file = join(tmpdir(), `phield-attack-${randomUUID()}.ndjson`);
  await writeFile(file, resources.map((resource) => JSON.stringify(resource)).join('\n'));
  const store = await openStore(config, Date.now);
  try {
    return await runImport(
      { tenant, inputs: await findInputs([file]), bases: [], dryRun: false },
      {
        writer: store.openWriter(tenant),
        find: findStored(store, tenant),
        findRows: findStoredRows(store, tenant),
        findPatients: findStoredPatients(store, tenant),
        clock: Date.now,
        peakMegabytes: () => 0,
        onProgress: () => {},
        signal: new AbortController().signal,
      },
    );
  } finally {
    await store.close();
    await rm(file, { force: true });
  }
}

/** A patient with nothing but what tells them apart. */
export function patientNamed(id: string, family: string, more: Resource = {}): Resource {
  return {
    resourceType: 'Patient',
    id,
    name: [{ family, given: ['Test'] }],
    birthDate: '1980-05-05',
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: `M-${id}`,
      },
    ],
    ...more,
  };
}
