import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { openHealthCommands } from '../../datasources/dynamodb/dynamo-health-commands.ts';
import { openHealthData } from '../../datasources/dynamodb/dynamo-health-data.ts';
import { createTenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import { createWholes } from '../../datasources/dynamodb/wholes.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from '../datasources/backends.ts';
import { consentResource } from '../datasources/consent-resources.ts';
import { patient } from '../datasources/resources.ts';
import { type StaleProxy, startStaleProxy } from '../support/stale-proxy.ts';
import { DYNALITE } from '../support/test-stores.ts';

const ROUNDS = 500;
const TENANT = 'riverside';
const ACTOR = { issuer: 'https://issuer.test', id: 'user-1', roles: ['PHYSICIAN'], client: 'portal' };

/**
 * The new enemy (Zanzibar, USENIX ATC 2019, §2.2): what was withdrawn must not be seen again by a replica that reads
 * what was there before. Two replicas, each with a client and keyring of its own, over a store whose inconsistent
 * reads are a second old.
 */
describe('what one replica acknowledged, another sees at once', () => {
  let backend: DynamoBackend;
  let proxy: StaleProxy;
  beforeAll(async () => {
    backend = await openDynamoBackend({
      name: 'dynalite, its inconsistent reads a second old',
      async start() {
        const [store, copy] = await Promise.all([DYNALITE.start(), DYNALITE.start()]);
        proxy = await startStaleProxy(store.endpoint, copy.endpoint);
        const stop = async () => {
          await proxy.close();
          await Promise.all([store.stop(), copy.stop()]);
        };
        return { endpoint: proxy.endpoint, stop };
      },
    });
    await backend.writer(TENANT).write([patient('p')]);
    // By then the copy has the tables' first items.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
  });
  afterAll(() => backend.close());

  const replica = (prepare: (client: DynamoDBClient) => void = () => {}) => {
    const { tables, keyService } = backend;
    const client = createDynamoClient({ endpoint: () => proxy.endpoint, region: 'us-east-1' });
    prepare(client);
    const random = (size: number) => randomBytes(size);
    const store = { client, tables, random, signal: null, deadline: 5_000 };
    const keyring = createTenantKeyring({ store, keyService, clock: () => NOW });
    const shared = { client, tables, keyring, tenant: TENANT, random, signal: null, clock: () => NOW };
    return {
      commands: openHealthCommands({ ...shared, actor: ACTOR }),
      facts: () =>
        openHealthData({
          ...shared,
          wholes: createWholes(() => NOW),
          actor: { ...ACTOR, fhirUser: null, purpose: 'TREAT' },
          needsPseudonyms: false,
          tiedSince: () => 0,
        }).facts('p'),
      end: () => client.destroy(),
    };
  };
  type Replica = ReturnType<typeof replica>;

  /** Gives and withdraws a consent through one replica; what the other then sees of it. */
  const roundsOf = async (rounds: number, id: string, writes: Replica, reads: Replica) => {
    const seen: (string | undefined)[] = [];
    const write = async (status: string, expectedVersion: number | null) => {
      const resource = consentResource(id, status);
      const written = await writes.commands.writeConsent({ subjectId: 'p', id, resource, expectedVersion });
      if (written === null || typeof written === 'string') throw new Error(`not written: ${written}`);
      return written.version;
    };
    let version: number | null = null;
    for (let round = 0; round < rounds; round += 1) {
      version = await write('active', version);
      version = await write('inactive', version);
      const { consents } = await reads.facts();
      seen.push(consents.find((consent) => consent.id === id)?.status);
    }
    return seen;
  };

  it(`a consent that was withdrawn, ${ROUNDS} times`, async () => {
    const [one, other] = [replica(), replica()];
    const seen = await roundsOf(ROUNDS, 'withdrawn', one, other);
    expect(seen.filter((status) => status !== 'inactive')).toEqual([]);
    expect(seen).toHaveLength(ROUNDS);
    for (const { end } of [one, other]) end();
  }, 300_000);

  it('a glass that was opened, and a field that was revealed', async () => {
    const [one, other] = [replica(), replica()];
    const glass = await one.commands.openGlass({
      id: 'g',
      subjectId: 'p',
      reason: 'OVRER',
      justification: 'x',
      minutes: 5,
    });
    expect((await other.facts()).glass).toEqual(glass);
    const request = { id: 'r', subjectId: 'p', resource: 'Patient/p', reason: 'x', seconds: 5 };
    const reveals = await one.commands.openReveal({ ...request, coordinates: ['Patient.ssn'] });
    expect((await other.facts()).reveals).toEqual(reveals);
    for (const { end } of [one, other]) end();
  });

  it('would not, were facts not read consistently', async () => {
    const before = proxy.stale.get('BatchGetItem') ?? 0;
    const one = replica();
    const careless = replica((client) => {
      client.middlewareStack.add(
        (next, context) => async (args) => {
          if (context.commandName === 'BatchGetItemCommand') withoutFlags(args.input);
          return next(args);
        },
        { step: 'initialize' },
      );
    });
    const seen = await roundsOf(5, 'careless', one, careless);
    expect(seen.filter((status) => status !== 'inactive').length).toBeGreaterThan(0);
    expect(proxy.stale.get('BatchGetItem') ?? 0).toBeGreaterThan(before);
    for (const { end } of [one, careless]) end();
  });
});

function withoutFlags(input: object): void {
  if (!('RequestItems' in input) || typeof input.RequestItems !== 'object') return;
  for (const request of Object.values(input.RequestItems ?? {})) {
    if (typeof request === 'object' && request !== null) Reflect.deleteProperty(request, 'ConsistentRead');
  }
}
