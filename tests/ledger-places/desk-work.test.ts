import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { loadConfig } from '../../src/config.ts';
import type { AccountingJob, DeskJob } from '../../src/ledger/desk/desk-jobs.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { createDeskJobs, TooLongError } from '../../src/ledger-places/desk-work.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';

const CLIENTS = { own: new Set(['portal']), outside: new Map() };

/** A data directory whose ledger has these records and no log yet, and what is done over it. */
async function given(records: readonly OperationRecord[]) {
  const dataDir = await tempDirectory();
  const ledger = await openFileLedger({
    installation: await openFileInstallation(dataDir),
    directory: join(dataDir, 'ledger'),
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
  });
  await Promise.all(records.map((record) => ledger.append(record)));
  await ledger.close();
  const jobs = createDeskJobs(loadConfig({ PHIELD_DATA_DIR: dataDir }));
  const bytes = async (job: DeskJob) => {
    const answer = await jobs(job);
    return answer.kind === 'file' && answer.bytes !== null ? Buffer.from(answer.bytes) : null;
  };
  return { dataDir, jobs, bytes };
}
const reader = (n: number, change: Partial<OperationRecord> = {}) =>
  sampleRecord({
    ...{ id: `r${n}`, request: `q${n}`, actor: `actor-${n}`, time: new Date().toISOString() },
    ...change,
  });
const account = (change: Partial<AccountingJob> = {}): AccountingJob => ({
  ...{ kind: 'accounting', tenant: 'riverside', patient: 'p1', names: ['p1'], mode: 'all', format: 'json' },
  ...{ from: null, until: null, now: Date.now() + 60_000, request: 'own', bearsNames: false },
  ...{ standing: 'stored', ancestors: {}, clients: CLIENTS },
  ...change,
});
const actorsOf = (json: Buffer | null) =>
  JSON.parse(String(json)).entries.map(({ recipient }: { recipient: { id: string } }) => recipient.id);

test('what is not in the log yet is accounted for, and what the request itself left is not', async () => {
  const { bytes } = await given([
    reader(1),
    reader(2, { request: 'own' }),
    reader(3, { tenant: 'lakeside' }),
  ]);
  expect(actorsOf(await bytes(account()))).toEqual(['actor-1']);
});

test('what may be missing is said', async () => {
  const { bytes, dataDir } = await given([reader(1)]);
  await writeFile(join(dataDir, 'ledger', 'no-segment'), 'x');
  const json = await bytes(account({ standing: 'erased', bearsNames: true }));
  expect(JSON.parse(String(json))).toMatchObject({
    complete: false,
    findings: [{ code: 'STRANGER' }],
    gaps: [{ reason: 'erased' }],
  });
});

test('a list that would lack what was pruned is not given', async () => {
  const { bytes, dataDir } = await given([reader(1)]);
  await mkdir(join(dataDir, 'ledger', 'log'));
  await writeFile(join(dataDir, 'ledger', 'log', 'checkpoint'), 'riverside\n7\nAAAA\n');
  await expect(bytes(account())).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

test('nothing is exported of a log whose checkpoint is gone', async () => {
  const { jobs, dataDir } = await given([reader(1)]);
  await mkdir(join(dataDir, 'ledger', 'log', 'tile', '0'), { recursive: true });
  const filter = { tenant: 'riverside' };
  const page = { kind: 'export', format: 'ndjson', filter, first: 10, after: null, request: 'own' } as const;
  await expect(jobs({ ...page, clients: CLIENTS })).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

test('a PDF of more entries than an answer holds is refused, and JSON of more bytes', async () => {
  const { bytes } = await given(Array.from({ length: 2_001 }, (_, n) => reader(n)));
  await expect(bytes(account({ format: 'pdf' }))).rejects.toThrow(TooLongError);
  expect(actorsOf(await bytes(account()))).toHaveLength(2_001);
  const name = 'x'.repeat(2_000);
  const long = await given(Array.from({ length: 1_300 }, (_, n) => reader(n, { actor: `${name}${n}` })));
  await expect(long.bytes(account())).rejects.toThrow(TooLongError);
});

test('without a log there is no trust file, no proof, and nothing to export', async () => {
  const { bytes, jobs } = await given([reader(1)]);
  expect(await bytes({ kind: 'trust' })).toBeNull();
  expect(await bytes({ kind: 'proof', tenant: 'riverside', event: 'r1.0' })).toBeNull();
  const filter = { tenant: 'riverside' };
  const page = { kind: 'export', format: 'ndjson', filter, first: 10, after: null, request: 'own' } as const;
  expect(await jobs({ ...page, clients: CLIENTS })).toEqual({
    ...{ kind: 'page', text: '', count: 0, next: null, complete: true },
  });
});
