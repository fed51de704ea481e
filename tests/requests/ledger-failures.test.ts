import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { verifyDataDir } from '../ledger/support/verify-data-dir.ts';
import type { Answered } from '../support/answered.ts';
import { copyDemo, eventually } from '../support/copy-demo.ts';
import { DISCLOSING_QUERY, disclosed } from '../support/disclosed.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { type DeviceFault, type FailingFiles, failingFiles } from '../support/failing-files.ts';
import { startLoad } from '../support/load.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { fill, mountSmall, unmount } from '../support/small-device.ts';

const WITHHELD =
  '{"errors":[{"message":"The disclosure record cannot be written, so no protected data is served.","extensions":{"code":"LEDGER_UNAVAILABLE"}}]}\n';

const isWithheld = ({ status }: Answered) => status === 503;
const isWhole = ({ status, body }: Answered) => status === 200 && body?.errors === undefined;

/** Every answer is whole and recorded, or says nothing but that it is withheld. */
async function expectNothingUnrecorded(gateway: TestGateway, answers: readonly Answered[]): Promise<void> {
  for (const answer of answers) {
    if (isWhole(answer)) continue;
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 503, text: WITHHELD });
  }
  const { received, missing } = await disclosed(gateway.config.dataDir, answers);
  expect(missing).toEqual([]);
  expect(received).toBeGreaterThan(100);
}

/** What needs no record goes on; what needs one is withheld, whoever asks for whatever. */
async function expectWithheld(gateway: TestGateway): Promise<void> {
  const physician = await gateway.persona('physician');
  const [me, live, ready, nobody, unsigned, malformed, denied] = await Promise.all([
    gateway.ask(physician, '{ me { tenant } }'),
    gateway.send('/health/live'),
    gateway.send('/health/ready'),
    gateway.ask(physician, '{ patient(id: "nobody") { mrn } }'),
    gateway.ask(null, '{ me { id } }'),
    gateway.ask(physician, '{ nonsense }'),
    gateway.ask(await gateway.persona('auditor'), DISCLOSING_QUERY),
  ]);
  expect(me.body?.data).toEqual({ me: { tenant: 'riverside' } });
  expect([live.status, ready.status]).toEqual([200, 503]);
  expect(ready.text).toBe('{"status":"unavailable","away":["ledger"]}');
  expect((await gateway.send('/metrics')).text).toContain('phield_ledger_available 0\n');
  for (const answer of [nobody, denied]) {
    expect(answer.text).toBe(WITHHELD);
    expectRefusal(answer, 503, 'LEDGER_UNAVAILABLE');
    expect(answer.headers.get('retry-after')).not.toBeNull();
  }
  expectRefusal(unsigned, 401, 'UNAUTHENTICATED');
  expectRefusal(malformed, 400, 'GRAPHQL_VALIDATION_FAILED');
}

async function underLoad(gateway: TestGateway, fails: () => Promise<void>, heals: () => Promise<void>) {
  const physician = await gateway.persona('physician');
  const load = startLoad(8, () => gateway.ask(physician, DISCLOSING_QUERY));
  await load.more(30, isWhole, 'no whole answers');
  await fails();
  await load.more(30, isWithheld, 'nothing is withheld');
  await expectWithheld(gateway);
  await heals();
  await load.more(30, isWhole, 'service does not return');
  await load.end();
  await expectNothingUnrecorded(gateway, load.answers);
  expect((await gateway.send('/health/ready')).status).toBe(200);
}

describe('while the ledger’s device fails under load, no PHI leaves without its record', () => {
  let files: FailingFiles;
  let gateway: TestGateway;
  beforeAll(async () => {
    files = failingFiles({ call: 'create', code: 'EROFS' });
    gateway = await runGateway({ ledgerFiles: files });
  });
  afterAll(() => gateway.close());

  it('from the start: it serves what needs no record, and the rest once the device is there', async () => {
    await expectWithheld(gateway);
    files.fail(null);
    const physician = await gateway.persona('physician');
    await eventually(async () => isWhole(await gateway.ask(physician, DISCLOSING_QUERY)), 'no service');
  });

  it.each<[string, DeviceFault]>([
    ['full', { call: 'write', code: 'ENOSPC' }],
    ['over its quota in the middle of a write', { call: 'torn', code: 'EDQUOT' }],
    ['not taking what was written', { call: 'datasync', code: 'EIO' }],
    ['not answering', { call: 'stall' }],
  ])('%s', async (_name, fault) => {
    await underLoad(
      gateway,
      async () => files.fail(fault),
      async () => files.fail(null),
    );
  });

  it('says so in its log, by code, and counts it', async () => {
    const details = gateway.log
      .filter(({ event }) => event === 'ledger.unavailable')
      .map(({ fields }) => fields.detail);
    expect(details).toEqual(expect.arrayContaining(['ENOSPC', 'EDQUOT', 'fdatasync: EIO', 'stalled']));
    const metrics = await gateway.send('/metrics');
    expect(metrics.text).toMatch(/phield_ledger_append_failures_total [1-9]/);
    expect(metrics.text).toContain('phield_ledger_available 1\n');
    expect(metrics.text).toMatch(/phield_ledger_events_total\{event="ledger.unavailable",code=""\} [1-9]/);
  });

  it('full at the end, too, leaves a ledger in which nothing is missing, and says that it is not closed', async () => {
    files.fail({ call: 'write', code: 'ENOSPC' });
    await gateway.stop();
    const unclosed = gateway.log.filter(({ event }) => event === 'ledger.unclosed');
    expect(unclosed.map(({ fields }) => fields)).toEqual([{ detail: 'ENOSPC' }]);
    expect((await verifyDataDir(gateway.config.dataDir)).findings).toEqual([]);
  });
});

test('on a device that is really full it is the same, and service returns with the room', async (context) => {
  const dataDir = await copyDemo();
  const device = ledgerDirectory(dataDir);
  if (!mountSmall(device, 8)) {
    process.stdout.write('full device not tried: mounting a tmpfs is not permitted here\n');
    await rm(dataDir, { recursive: true });
    context.skip();
  }
  const filler = join(device, 'filler');
  const gateway = await runGateway({ dataDir });
  try {
    await underLoad(
      gateway,
      () => fill(filler),
      () => rm(filler),
    );
    await gateway.stop();
    expect((await verifyDataDir(dataDir)).findings).toEqual([]);
  } finally {
    await gateway.stop();
    unmount(device);
    await gateway.close();
  }
});
