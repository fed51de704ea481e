import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import type { TestGateway } from '../support/running-gateway.ts';
import { runGateway } from '../support/running-gateway.ts';

const READ = '{ patient(id: "demo-ada") { fhirId birthDate } }';
const BREAK =
  'mutation { breakGlass(patientId: "demo-ada", reason: OVRER, justification: "Unconscious in the emergency room.") { id } }';
const ASK = `query($filter: LedgerFilter) { ledger { size asOf checkpoint
  disclosures(filter: $filter, first: 100) { edges { node { actor coordinate subject tenant } } pageInfo { endCursor } }
  breakGlass(filter: $filter) { edges { node { coordinate breakGlass purpose } } } } }`;
const MINE = '{ whoSawMyRecord { edges { node { actor roles purposes categories fields breakGlass } } } }';

let running: TestGateway;
beforeAll(async () => {
  running = await runGateway();
}, 120_000);
afterAll(() => running.close());

/** The log takes in what is recorded; with a sequencer of the gateway's own that has nothing left to do. */
async function sequence(): Promise<void> {
  const { sequencer, close } = await assembleSequencer(
    { config: running.config, trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await sequencer.step();
  await close();
}

const data = async (token: string, query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await running.ask(token, query, { variables });
  expect(body?.errors).toBeUndefined();
  return Object(body?.data);
};
const nodes = (connection: unknown): Record<string, unknown>[] =>
  Object(connection).edges.map(({ node }: { node: unknown }) => node);

describe('over the store', () => {
  it('what was read is told to the officer of the house, and to the patient', async () => {
    const stranger = await running.persona('stranger');
    const { breakGlass } = await data(stranger, BREAK);
    await data(stranger, READ);
    await sequence();

    const officer = await running.persona('privacy-officer');
    const { ledger } = await data(officer, ASK, { filter: { patient: 'Patient/demo-ada' } });
    expect(ledger.size).toBeGreaterThan(0);
    expect(Date.parse(ledger.asOf)).toBeGreaterThan(Date.now() - 600_000);
    expect(Number(ledger.checkpoint.split('\n')[1])).toBeGreaterThanOrEqual(ledger.size);
    expect(nodes(ledger.disclosures)).toContainEqual({
      actor: 'demo-stranger',
      coordinate: 'Patient.birthDate',
      subject: 'demo-ada',
      tenant: 'riverside',
    });
    expect(nodes(ledger.breakGlass)).toContainEqual({
      coordinate: 'Patient.birthDate',
      breakGlass: breakGlass.id,
      purpose: 'BTG',
    });

    const ada = await running.token({
      sub: 'ada',
      roles: ['PATIENT'],
      purposes: ['PATRQT'],
      fhirUser: 'Patient/demo-ada',
    });
    const seen = nodes((await data(ada, MINE)).whoSawMyRecord);
    expect(seen).toContainEqual({
      actor: 'demo-stranger',
      roles: ['PHYSICIAN'],
      purposes: ['BTG'],
      categories: ['DEMOGRAPHICS'],
      fields: 1,
      breakGlass: true,
    });
    await sequence();
    const asked = await running.events({ patient: 'demo-ada', kinds: ['privileged'] });
    expect(asked.map(({ coordinate }) => coordinate)).toEqual(
      expect.arrayContaining(['Ledger.disclosures', 'Ledger.breakGlass', 'Query.whoSawMyRecord']),
    );
  });

  it('another house sees nothing of it', async () => {
    const officer = { sub: 'officer', roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'] };
    const theirs = await running.token({ ...officer, tenant: 'lakeside' });
    const { ledger } = await data(theirs, ASK, {});
    expect(nodes(ledger.disclosures).filter(({ tenant }) => tenant !== 'lakeside')).toEqual([]);
    expect(nodes(ledger.breakGlass)).toEqual([]);
  });

  it('whom a filter names is refused in a URL', async () => {
    const token = await running.persona('privacy-officer');
    const query = '{ ledger { denials(filter: { patient: "demo-ada" }) { edges { cursor } } } }';
    const { status, text } = await running.send(`/graphql?query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'yes' },
    });
    expect(status).toBe(405);
    expect(text).not.toContain('demo-ada');
  });
});
