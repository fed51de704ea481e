import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStoreFile } from '../../datasources/dynamodb/store-file.ts';
import { openStore } from '../../datasources/open-store.ts';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { assertOneIssuer } from '../../src/identity/assert-one-issuer.ts';
import { startGateway } from '../../src/main.ts';
import { clientEntry } from '../support/client-registration.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { fixedIssuer } from './test-issuer.ts';

const A = 'https://a.example';
const B = 'https://b.example';
const RIVERSIDE = ['riverside'];
const LAKESIDE = ['lakeside'];
const BOTH = [...RIVERSIDE, ...LAKESIDE];

interface Given {
  /** Tenants of the issuer. */
  readonly tenants: readonly string[];
  /** Whether its entry names the client `portal`. */
  readonly named?: boolean;
  /** The tenant that the client is registered for; `null`: every tenant. Left out: it is not registered. */
  readonly registered?: string | null;
}

function check(a: Given, b: Given): Promise<void> {
  const given = [
    { issuer: A, ...a },
    { issuer: B, ...b },
  ];
  const issuers = given.map(({ issuer, tenants, named = false }) =>
    fixedIssuer([], { issuer, tenants, firstPartyClients: named ? [`own ${issuer}`, 'portal'] : [] }),
  );
  const find = async (issuer: string, client: string) => {
    const tenant = given.find((one) => one.issuer === issuer)?.registered;
    return client !== 'portal' || tenant === undefined ? null : clientEntry({ tenant });
  };
  return assertOneIssuer(issuers, { find });
}

describe('a client that an issuer names as the house’s own', () => {
  const named = { tenants: RIVERSIDE, named: true };
  it.each<[string, Given, Given]>([
    ['named by another', named, { tenants: BOTH, named: true }],
    ['registered of another for every tenant', named, { tenants: RIVERSIDE, registered: null }],
    ['registered of another for this tenant', named, { tenants: BOTH, registered: 'riverside' }],
    [
      'registered of both for this tenant',
      { tenants: BOTH, named: true, registered: 'riverside' },
      { tenants: RIVERSIDE, registered: null },
    ],
  ])('is refused where it is %s too, whichever comes first', async (_name, one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const checked = check(first, second);
      await expect(checked).rejects.toThrow(ConfigError);
      await expect(checked).rejects.toThrow(`than portal: ${A} and ${B} both`);
    }
  });

  it.each<[string, Given, Given]>([
    ['named by an issuer of another tenant', named, { tenants: LAKESIDE, named: true }],
    ['registered of another for another tenant', named, { tenants: BOTH, registered: 'lakeside' }],
    ['of nobody else', named, { tenants: BOTH }],
    [
      'registered of each for a tenant of its own',
      { tenants: BOTH, named: true, registered: 'riverside' },
      { tenants: BOTH, named: true, registered: 'lakeside' },
    ],
  ])('is taken where it is %s', async (_name, one, other) => {
    await check(one, other);
    await check(other, one);
  });
});

it('production does not start where two issuers have one client in one tenant', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-issuers-'));
  const store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), Date.now);
  try {
    const entries = [A, B].map((issuer) => {
      return { issuer, jwksUri: `${issuer}/keys`, audience: ['x'], tenants: RIVERSIDE };
    });
    const issuers = entries.map((entry) => ({ ...entry, firstPartyClients: ['portal'] }));
    await writeFile(join(dataDir, 'issuers.json'), JSON.stringify({ issuers }));
    const config = loadConfig({
      PHIELD_PROFILE: 'production',
      PHIELD_DATA_DIR: await mkdtemp(join(dataDir, 'production-')),
      PHIELD_METRICS_PORT: '0',
      PHIELD_KMS_KEY_ID: 'alias/nobody',
      PHIELD_LEDGER_SIGNING_KEY: 'alias/nobody',
      PHIELD_LEDGER_LOG_KEY: 'alias/nobody',
      PHIELD_LEDGER_BUCKET: 'nobody',
      PHIELD_DYNAMODB_ENDPOINT: `http://127.0.0.1:${(await readStoreFile(dataDir))?.port}`,
      PHIELD_ISSUERS_FILE: join(dataDir, 'issuers.json'),
      PHIELD_LOG_LEVEL: 'silent',
      PORT: '0',
    });
    await expect(startGateway(config)).rejects.toThrow(
      'PHIELD_ISSUERS_FILE: firstPartyClients: expected another name than portal',
    );
  } finally {
    await store.close();
    await storeEnded(dataDir);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}, 30_000);
