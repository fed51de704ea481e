import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { developmentKey } from '../../../src/identity/development-key.ts';
import { mintToken, type TokenContent } from '../../../src/identity/mint-token.ts';
import { copyDemo } from '../../support/copy-demo.ts';
import { runGateway, type TestGateway } from '../../support/running-gateway.ts';
import { missingSamples, sampleArchive } from '../../support/sample-archives.ts';
import { objectOf, type Person, readSource, type Source } from './fhir-source.ts';
import type { MaskedPerson } from './mask.ts';
import { ownResources } from './own-resources.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const SYNTHEA = 'synthea-2019-smart';
const BULK = 'bulk-10-patients';
const ARCHIVES: readonly string[] = [`fhir-${SYNTHEA}`, `fhir-${BULK}`, 'codesets'];
const run = promisify(execFile);

/** Why this cannot run here, or `null` when it can. */
export const NO_SAMPLES: string | null = missingSamples(ARCHIVES);

/** Ages, and so masks and proxies, hang on the day; so it stands still. */
const NOW = Date.parse('2026-10-01T12:00:00Z');

/** A house of its own, with one of riverside's patients in it. */
export const THIRD_TENANT = 'northfield';

export interface Proof {
  readonly gateway: TestGateway;
  /** What the archives and our own additions say. */
  readonly source: Source;
  /** The patient whom northfield knows too. */
  readonly shared: Person;
  masked(person: Person): MaskedPerson;
  token(content: Partial<TokenContent>): Promise<string>;
  close(): Promise<void>;
}

/** A gateway whose tenant riverside holds the patients of the archives beside its demo patients. */
export async function startProof(): Promise<Proof> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-proof-'));
  for (const name of ARCHIVES) await run('tar', ['-xzf', sampleArchive(name), '-C', folder]);
  const folders = [join(folder, SYNTHEA), join(folder, BULK)];
  const own = join(folder, 'own');
  await mkdir(own);
  const lines = ownResources((await readSource(folders)).persons).map((resource) => JSON.stringify(resource));
  await writeFile(join(own, 'own.ndjson'), `${lines.join('\n')}\n`);
  const source = await readSource([...folders, own]);
  const [first = ''] = (await readdir(join(folder, SYNTHEA))).sort();
  const shared = source.persons[0];
  if (shared === undefined) throw new Error('no patients');

  const dataDir = await copyDemo();
  const env = { PHIELD_TENANTS_DIR: await makeTenants(folder), PHIELD_LOG_LEVEL: 'silent' };
  await importInto('riverside', [...folders, own], { ...env, PHIELD_DATA_DIR: dataDir });
  await importInto(THIRD_TENANT, [join(folder, SYNTHEA, first)], { ...env, PHIELD_DATA_DIR: dataDir });
  const populous = await readPopulous(join(folder, 'codesets', 'zip3-safe-harbor.json'));

  const gateway = await runGateway({ dataDir, env, clock: () => NOW });
  const key = await developmentKey(dataDir);
  return {
    gateway,
    source,
    shared,
    masked: ({ patient }) => ({
      birthDate: String(patient.birthDate),
      deceased: typeof patient.deceasedDateTime === 'string' ? patient.deceasedDateTime : null,
      now: NOW,
      populous,
    }),
    token: (content) => mintToken({ ...ANYBODY, ...content }, { key, clock: () => NOW, newId: randomUUID }),
    close: async () => {
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const ANYBODY: TokenContent = {
  tenant: 'riverside',
  roles: [],
  sub: 'proof',
  client: 'demo-portal',
  purposes: [],
  fhirUser: null,
  patient: null,
  scope: null,
  multiFactor: true,
  lifetimeSeconds: 600,
};

async function makeTenants(folder: string): Promise<string> {
  const tenants = join(folder, 'tenants');
  await mkdir(tenants);
  for (const name of ['riverside.yaml', 'lakeside.yaml'])
    await copyFile(join(ROOT, 'tenants', name), join(tenants, name));
  await writeFile(join(tenants, `${THIRD_TENANT}.yaml`), `tenant: ${THIRD_TENANT}\n`);
  return tenants;
}

/** By the command line, as an operator would. */
async function importInto(
  tenant: string,
  paths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const command = [join(ROOT, 'src', 'cli', 'main.ts'), 'import', '--tenant', tenant, '--json', ...paths];
  await run(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: 1 << 28,
  });
}

/** Areas of more than 20,000 people, by the census table of the samples. */
async function readPopulous(file: string): Promise<(prefix: string) => boolean> {
  const table = objectOf(objectOf(JSON.parse(await readFile(file, 'utf8'))).populations_2020);
  return (prefix) => {
    const people = table[prefix];
    return typeof people === 'number' && people > 20_000;
  };
}
