import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import { OWN_DOCUMENTS } from '../../src/documents/own-documents.ts';
import { phield } from '../cli/run-phield.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const BEFORE = 'tenant: riverside\n';
const NOW = 'tenant: riverside\nremove: [{ coordinates: [Patient.mrn], roles: [PHYSICIAN] }]\n';
const VERSIONS = '{ accessReview { version versions { version from to } } }';
const EVENT = `query($id: ID!) { accessReview { explainEvent(id: $id) {
  event { coordinate decision policyVersion } known inForce agrees explanation { rows { decision reason grant { file text } } } } } }`;
const COMPARE = `query($old: String!, $new: String!) { accessReview { compare(old: $old, new: $new) {
  ok changes { kind coordinates roles from to } } } }`;

let folder: string;
let running: TestGateway;
let officer: string;
let versions: { readonly before: string; readonly now: string };
/** Of a physician who read a record number while that was granted. */
let event: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reviewed-tenants-'));
  await writeFile(join(folder, 'riverside.yaml'), BEFORE);
  await writeFile(join(folder, 'lakeside.yaml'), 'tenant: lakeside\n');
  running = await runGateway({ env: { PHIELD_TENANTS_DIR: folder } });
  officer = await running.persona('privacy-officer');
  await running.ask(await running.persona('physician'), '{ patient(id: "demo-ada") { mrn } }');
  const { version: before } = await review(VERSIONS);
  await writeFile(join(folder, 'riverside.yaml'), NOW);
  expect(await running.reloadTenants()).toBe(true);
  const { version: now } = await review(VERSIONS);
  versions = { before: String(before), now: String(now) };
  const [read] = (await running.events({ coordinate: 'Patient.mrn' })).filter(
    ({ decision }) => decision === 'PERMIT',
  );
  event = read?.id ?? '';
  await sequence();
}, 120_000);
afterAll(async () => {
  await running?.close();
  await rm(folder, { recursive: true });
});

async function sequence(): Promise<void> {
  const { sequencer, close } = await assembleSequencer(
    { config: running.config, trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await sequencer.step();
  await close();
}

async function review(query: string, variables: Record<string, unknown> = {}) {
  const { body } = await running.ask(officer, query, { variables });
  expect(body?.errors).toBeUndefined();
  return Object(Object(body?.data).accessReview);
}

describe('over the store', () => {
  it('every policy that was in force is kept before it is on record, once', async () => {
    const { version, versions: kept } = await review(VERSIONS);
    expect(version).toBe(versions.now);
    // The demo tenants were made under a policy of their own, before.
    expect(
      kept.slice(0, 2).map((one: { version: string; to: unknown }) => [one.version, one.to !== null]),
    ).toEqual([
      [versions.now, false],
      [versions.before, true],
    ]);
    const inForce = (await running.events({ tenant: 'riverside' }))
      .filter(
        ({ operation, coordinate }) =>
          operation === 'policy_in_force' && coordinate === 'TenantPolicy.version',
      )
      .map(({ policyVersion, time }) => [policyVersion, time]);
    for (const one of kept) expect(inForce).toContainEqual([one.version, one.from]);
  });

  it('an event is explained by the policy of then, though another is in force', async () => {
    const { explainEvent } = await review(EVENT, { id: event });
    expect(explainEvent).toMatchObject({
      event: { coordinate: 'Patient.mrn', decision: 'PERMIT', policyVersion: versions.before },
      ...{ known: true, inForce: false, agrees: true },
    });
    expect(explainEvent.explanation.rows).toMatchObject([
      { decision: 'PERMIT', reason: 'GRANT', grant: { text: expect.stringContaining('PHYSICIAN') } },
    ]);
  });

  it('two versions are compared, in a thread of their own', async () => {
    const { compare } = await review(COMPARE, { old: versions.now, new: versions.before });
    expect(compare.ok).toBe(false);
    expect(compare.changes).toMatchObject([
      {
        kind: 'WIDENED',
        coordinates: ['Patient.mrn', 'PatientSearchInput.mrn'],
        roles: ['PHYSICIAN'],
        from: 'DENIED',
        to: 'WHOLE',
      },
    ]);
  });

  it('what is declared is handed out by a document of the gateway’s own, to reviewers alone', async () => {
    const asked = async (token: string) => {
      const { body } = await running.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ documentId: OWN_DOCUMENTS.declaration.id }),
      });
      return body;
    };
    const told = Object((await asked(officer))?.data).accessReview.declaration;
    expect(told.tenant).toEqual({ name: expect.stringMatching(/riverside\.yaml$/), body: NOW });
    const refused = await asked(await running.persona('physician'));
    expect(refused?.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(JSON.stringify(refused)).not.toContain('minimumNecessary');
  });
});

describe('from the command line', () => {
  const environment = () => ({
    PHIELD_DATA_DIR: running.config.dataDir,
    PHIELD_TENANTS_DIR: folder,
    PHIELD_TOKEN: officer,
  });
  const run = async (...args: string[]) => {
    const before = { ...process.env };
    Object.assign(process.env, environment());
    try {
      return await phield(...args);
    } finally {
      process.env = before;
    }
  };

  it('phield access explain --event finds the policy of then where it is kept', async () => {
    const { code, out, errors } = await run('access', 'explain', '--event', event, '--json');
    expect(errors).toBe('');
    const { policy, agrees, explanation } = JSON.parse(out);
    expect(policy).toMatchObject({ recorded: versions.before, read: versions.now, same: true, kept: true });
    expect([code, agrees, explanation.policyVersion]).toEqual([0, true, versions.before]);
  }, 60_000);

  it('phield access diff takes a running gateway, now and as it was, and compares the caller’s tenant alone', async () => {
    const address = `${running.url}/graphql`;
    const { code, out, errors } = await run(
      'access',
      'diff',
      address,
      `${address}#${versions.before}`,
      '--json',
    );
    expect(errors).toBe('');
    expect(code).toBe(1);
    expect(JSON.parse(out).changes).toMatchObject([
      {
        kind: 'WIDENED',
        coordinates: ['Patient.mrn', 'PatientSearchInput.mrn'],
        roles: ['PHYSICIAN'],
        tenants: ['riverside'],
      },
    ]);
    await writeFile(join(folder, 'token'), `${await running.persona('physician')}\n`);
    const refused = await run('access', 'diff', 'schema', address, '--token-file', join(folder, 'token'));
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.errors).toContain('FORBIDDEN: not permitted');
    const none = await run('access', 'diff', 'schema', `${address}#${'f'.repeat(64)}`);
    expect(none.errors).toContain('keeps no such version');
  }, 120_000);
});
