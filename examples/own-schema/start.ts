/**
 * The engine over a schema of one's own: `node examples/own-schema/start.ts` asks one query as two people and
 * prints both answers. Everything a gateway needs is handed to it; swap the parts for your own.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { zip3Populous } from '../../src/access/zip3.ts';
import { UnauthenticatedError } from '../../src/errors.ts';
import { createGateway } from '../../src/gateway.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import { createUlid } from '../../src/ledger/ulid.ts';
import { createLog } from '../../src/log.ts';

const here = import.meta.dirname;
const VISITS = [
  { id: 'v1', patientId: 'p1', day: '2026-02-03', complaint: 'Cough for a week', invoice: '2026-0000417' },
];

/** Your own identity: here two people by name, elsewhere `createAuthenticator` over your issuers. */
const PEOPLE: Readonly<Record<string, Pick<Actor, 'roles' | 'purpose' | 'fhirUser'>>> = {
  doctor: { roles: ['PHYSICIAN'], purpose: 'TREAT', fhirUser: 'Practitioner/d1' },
  clerk: { roles: ['BILLING'], purpose: 'HPAYMT', fhirUser: null },
};

/** Your own relationships: who is tied to which patient, as stored data. */
async function facts(subjectId: string): Promise<SubjectFacts> {
  const tie = {
    kind: 'TREATING',
    anchor: 'Practitioner/d1',
    source: 'Visit/v1',
    start: null,
    end: null,
  } as const;
  return {
    subjectId,
    exists: true,
    ties: [tie],
    actors: [],
    birthDate: null,
    deceasedDate: null,
    labels: [],
    consents: [],
    glass: null,
    reveals: [],
    pseudonymKey: null,
  };
}

async function authenticate({ authorization }: { authorization: string | undefined }): Promise<Actor> {
  const person = PEOPLE[authorization ?? ''];
  if (person === undefined) throw new UnauthenticatedError('nobody we know');
  const id = authorization ?? '';
  const rest = {
    patient: null,
    assurance: [],
    multiFactor: true,
    acr: null,
    authTime: null,
    proofKey: null,
    tokenId: null,
    session: null,
    issuedAt: 0,
    expiresAt: 0,
    scopes: null,
  };
  return {
    ...person,
    ...rest,
    issuer: 'urn:example',
    id,
    tenant: 'riverside',
    client: 'example',
    registration: { firstParty: true, freeForm: true, perMinute: null, costPerMinute: null },
    purposes: [person.purpose],
  };
}

const newId = createUlid(Date.now, randomBytes);
const words = (await loadSdl(join(here, '../../schema'))).filter(({ name }) =>
  /\/(?:directives|access|scalars)\.graphql$/.test(name),
);
const clinic = { name: 'clinic.graphql', body: await readFile(join(here, 'clinic.graphql'), 'utf8') };
const ledgerFolder = await mkdtemp(join(tmpdir(), 'phield-example-'));
const ledger = await openFileLedger({
  installation: await openFileInstallation(ledgerFolder),
  directory: join(ledgerFolder, 'ledger'),
  clock: Date.now,
  random: randomBytes,
  onFatal: () => {},
});
const gateway = await createGateway({
  typeDefs: [...words, clinic],
  resolvers: {
    Query: {
      visit: (_root: unknown, { id }: { id: string }) => VISITS.find((visit) => visit.id === id) ?? null,
    },
  },
  config: {
    authenticate,
    policies: (model) =>
      createTenantPolicies(
        new Map([['riverside', parseTenantOverlay('tenant: riverside\n', 'riverside.yaml', model)]]),
        model,
      ),
    openData: () => ({ facts }),
    ledger,
    refusals: { count: () => {} },
    networkHash: () => null,
    cursorKey: randomBytes(32),
    zip3Populous,
    clock: Date.now,
    newId,
    randomBytes,
    log: createLog('warn'),
  },
});

for (const who of Object.keys(PEOPLE)) {
  const answer = await gateway.handle({
    method: 'POST',
    headers: { authorization: who, 'content-type': 'application/json' },
    search: '',
    body: { query: '{ visit(id: "v1") { id day complaint invoice } }' },
    remoteAddress: '127.0.0.1',
  });
  process.stdout.write(`${who}: ${answer.body}`);
}
await gateway.stop();
await ledger.close();
