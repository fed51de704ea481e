import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthData, HealthDataWriter, ResourceToWrite } from '../../datasources/health-data.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { consent } from './consent-resources.ts';
import { dyingProcess } from './dying-process.ts';
import { membership, observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';

const index = (mrn: string) => ({
  mrns: [mrn],
  phones: [],
  names: [{ family: 'Roe', given: [] }],
  birthDate: null,
});
const BEFORE: readonly ResourceToWrite[] = [
  patient('p', { index: index('M1'), ties: [tie('Practitioner/a', 'Patient/p')] }),
  consent('kept', 'p', 'active', { version: 1 }),
  consent('moved', 'p', 'active', { version: 1 }),
  consent('gone', 'p', 'active', { version: 1 }),
  observation('moved', 'p', '2020'),
  observation('gone', 'p', '2020'),
  resource('Encounter', 'e', 'p', { ties: [tie('Practitioner/b', 'Encounter/e', { end: '2026-02-20' })] }),
  resource('PractitionerRole', 'r', null, { memberships: [membership('Practitioner/c', 'Practitioner/a')] }),
];
const AFTER: readonly ResourceToWrite[] = [
  patient('p', { index: index('M2'), version: 2, ties: [tie('Practitioner/b', 'Patient/p')] }),
  patient('q', { index: index('M3'), ties: [tie('Practitioner/a', 'Patient/q')] }),
  consent('kept', 'p', 'inactive', { version: 2 }),
  consent('moved', 'q', 'active', { version: 2 }),
  consent('gone', 'p', 'active', { version: 2, removed: true }),
  observation('moved', 'p', '2022'),
  observation('gone', 'p', '2020', { removed: true }),
  observation('new', 'q', '2022'),
  resource('Encounter', 'e', 'p', { ties: [tie('Practitioner/a', 'Encounter/e', { kind: 'TREATING' })] }),
  resource('PractitionerRole', 'r', null, { memberships: [membership('Practitioner/c', 'Practitioner/b')] }),
];

/** Everything a reader can learn. */
async function visible(open: (fhirUser: string) => HealthData): Promise<unknown> {
  const data = open('Practitioner/a');
  const page = { first: 50, after: null };
  const rows = await Promise.all(
    ['p', 'q'].flatMap((subjectId) =>
      ['Observation', 'Encounter', 'Consent'].map((type) =>
        data.rows({ subjectId, type, ...PLAIN_ROWS, ...page }),
      ),
    ),
  );
  const panels = await Promise.all(
    ['a', 'b', 'c'].map(async (id) => {
      const tied = await open(`Practitioner/${id}`).patients({ kind: 'TIED' }, page, () => true);
      return tied.rows.map(({ record }) => record);
    }),
  );
  const found = await Promise.all(['M1', 'M2', 'M3'].map((mrn) => data.search({ mrn }, 5)));
  const facts = await Promise.all(['p', 'q'].map((id) => data.facts(id)));
  return {
    consents: facts.map(({ consents }) => consents),
    rows: rows.map((one) => one.rows.map(({ record }) => record)),
    panels,
    found: found.map((matches) => matches.map(({ facts }) => facts.subjectId)),
    listed: (await data.patients({ kind: 'TENANT' }, page, () => true)).rows.map(({ record }) => record),
  };
}

async function run(writer: HealthDataWriter, resources: readonly ResourceToWrite[]): Promise<void> {
  await writer.write(resources.slice(0, 4));
  await writer.write(resources.slice(4));
  await writer.flush();
}

describe('a run that was cut off', () => {
  let backend: DynamoBackend;
  let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
  let stopStore: () => Promise<void>;
  beforeAll(async () => {
    backend = await openDynamoBackend({
      name: 'dynalite behind a proxy',
      async start() {
        const store = await DYNALITE.start();
        proxy = await startFaultProxy(store.endpoint);
        stopStore = store.stop;
        return { endpoint: proxy.endpoint, stop: proxy.close };
      },
    });
  });
  afterAll(async () => {
    await backend.close();
    await stopStore();
  });

  const dyingWriter = (tenant: string, calls: number) => dyingProcess(backend, proxy.endpoint, tenant, calls);

  it('is healed by running it again, wherever it was cut', async () => {
    await run(backend.writer('clean'), BEFORE);
    await run(backend.writer('clean'), AFTER);
    const clean = await visible((fhirUser) => backend.reader({ tenant: 'clean', fhirUser }));
    let calls = 0;
    for (let finished = false; !finished; calls += 1) {
      const tenant = `cut-${calls}`;
      await run(backend.writer(tenant), BEFORE);
      const dying = dyingWriter(tenant, calls);
      await run(dying.writer, AFTER).then(
        () => {
          finished = true;
        },
        () => undefined,
      );
      dying.end();
      await run(backend.writer(tenant), AFTER);
      expect(
        await visible((fhirUser) => backend.reader({ tenant, fhirUser })),
        `cut at call ${calls}`,
      ).toEqual(clean);
      expect(new Set(await backend.writer(tenant).write(AFTER))).toEqual(new Set(['unchanged']));
    }
    expect(calls).toBeGreaterThan(15);
  }, 120_000);

  it('goes on in the same writer after a failure', async () => {
    const writer = backend.writer('going-on');
    await writer.write(BEFORE);
    proxy.set({ kind: 'error', status: 400, type: 'AccessDeniedException' });
    await expect(writer.flush()).rejects.toThrow();
    await expect(writer.write(AFTER)).rejects.toThrow();
    proxy.set({ kind: 'none' });
    await writer.write(AFTER);
    await writer.flush();
    const clean = await visible((fhirUser) => backend.reader({ tenant: 'clean', fhirUser }));
    expect(await visible((fhirUser) => backend.reader({ tenant: 'going-on', fhirUser }))).toEqual(clean);
  });

  it('leaves the items of one clean run; a panel entry that no tie names shows nobody', async () => {
    const items = async (tenant: string) => {
      const names: string[] = [];
      let start: Record<string, AttributeValue> | undefined;
      do {
        const scan = new ScanCommand({ TableName: backend.tables.data, ExclusiveStartKey: start });
        const answer = await backend.client.send(scan);
        for (const { pk, sk } of answer.Items ?? []) {
          const own = `T#${tenant}#`;
          if (!pk?.S?.startsWith(own) || pk.S.includes('#PANEL#')) continue;
          const partition = pk.S.slice(own.length).replace(/^(IX#\w+)#.*/, '$1');
          names.push(`${partition} ${sk?.S?.replace(/#[0-9a-f]{13}#/, '#')}`);
        }
        start = answer.LastEvaluatedKey;
      } while (start !== undefined);
      return names.sort();
    };
    const clean = await items('clean');
    expect(clean.length).toBeGreaterThan(10);
    for (const calls of [3, 7, 11]) expect(await items(`cut-${calls}`)).toEqual(clean);
  });

  it('keeps what two writers tie who both read before either wrote', async () => {
    const encounter = (id: string) =>
      resource('Encounter', id, 'p', { ties: [tie('Practitioner/a', `Encounter/${id}`)] });
    const setUp = backend.writer('both');
    await setUp.write([patient('p'), encounter('first')]);
    await setUp.flush();
    const other = backend.writer('both');
    await other.write([encounter('second')]);
    const slow = dyingWriter('both', Number.POSITIVE_INFINITY);
    let overtaken = false;
    slow.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'PutItemCommand' && !overtaken) {
          overtaken = true;
          await other.flush();
        }
        return next(args);
      },
      { step: 'initialize' },
    );
    await slow.writer.write([encounter('third')]);
    await slow.writer.flush();
    slow.end();
    expect(overtaken).toBe(true);
    const { ties } = await backend.reader({ tenant: 'both', fhirUser: 'Practitioner/a' }).facts('p');
    expect(ties.map(({ source }) => source).sort()).toEqual(
      ['first', 'second', 'third'].map((id) => `Encounter/${id}`),
    );
  });

  it('leaves no row behind where a flush ends while the next version is being read', async () => {
    const version = (n: number, more: Partial<ResourceToWrite> = {}) =>
      observation('o', 'p', `202${n}`, { version: n, ...more });
    const slow = dyingWriter('flushing', Number.POSITIVE_INFINITY);
    const { writer } = slow;
    await writer.write([patient('p'), version(1, { ties: [tie('Practitioner/a', 'Observation/o')] })]);
    await writer.flush();
    await writer.write([version(2)]);
    let flushed = false;
    slow.client.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context.commandName === 'BatchGetItemCommand' && !flushed) {
          flushed = true;
          await writer.flush();
        }
        return answer;
      },
      { step: 'initialize' },
    );
    await writer.write([version(3)]);
    await writer.flush();
    slow.end();
    expect(flushed).toBe(true);
    const query = { subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, first: 9, after: null };
    const { rows } = await backend.reader({ tenant: 'flushing' }).rows(query);
    expect(rows).toHaveLength(1);
  });

  it('seals rows of a new patient under one key, whoever writes first', async () => {
    await backend.keyring.open('racing');
    const ids = Array.from({ length: 8 }, (_, at) => `o${at}`);
    await Promise.all(ids.map((id) => backend.writer('racing').write([observation(id, 'p', '2020')])));
    await backend.writer('racing').write([patient('p')]);
    const data = backend.reader({ tenant: 'racing' });
    const page = await data.rows({
      subjectId: 'p',
      type: 'Observation',
      ...PLAIN_ROWS,
      first: 50,
      after: null,
    });
    expect(page.rows.map(({ record }) => record.id).sort()).toEqual(ids);
  });
});
