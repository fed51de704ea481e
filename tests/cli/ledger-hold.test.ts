import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { loadConfig } from '../../src/config.ts';
import { openFileHolds } from '../../src/ledger/keep/file-holds.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { isLedgerName } from '../../src/ledger/ledger-names.ts';
import { queryLedger } from '../../src/ledger/query-ledger.ts';
import { observation, patient } from '../datasources/resources.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

let dataDir: string;
let tenantsDir: string;
/** Held, so that not every command starts one. */
let store: Store;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-holds-'));
  tenantsDir = await mkdtemp(join(tmpdir(), 'phield-tenants-'));
  await writeFile(join(tenantsDir, 'plain.yaml'), 'tenant: plain\n');
  await writeFile(join(tenantsDir, 'named.yaml'), 'tenant: named\nledger: { pseudonyms: patients }\n');
  store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), Date.now);
});
afterAll(async () => {
  await store.close();
  await storeEnded(dataDir);
  for (const folder of [dataDir, tenantsDir])
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

async function run(...args: string[]) {
  const env = { PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: tenantsDir };
  const { code, stdout, stderr } = await runCommand([...args, '--json'], env);
  return { code, answer: stdout === '' ? null : JSON.parse(stdout), stderr };
}

async function acts(operation: string): Promise<LedgerEvent[]> {
  const found: LedgerEvent[] = [];
  for await (const item of queryLedger(ledgerDirectory(dataDir), {})) {
    if (item.kind === 'event' && item.event.operation === operation) found.push(item.event);
  }
  return found;
}

const stored = async (tenant: string, id: string) => {
  const writer = store.openWriter(tenant);
  const outcomes = await writer.write([patient(id), observation(`o-${id}`, id, '2020')]);
  await writer.flush();
  return outcomes;
};
const hold = (...args: string[]) => run('ledger', 'hold', ...args);
const erase = (tenant: string, id: string, ...more: string[]) =>
  run('erase', 'patient', '--tenant', tenant, '--patient', id, '--reason', 'REQUEST-7', ...more);

/** Commands are processes, and machines are busy. */
const PATIENCE = 180_000;

describe('phield ledger hold, phield erase', { timeout: PATIENCE }, () => {
  it('a held patient is not erased; once lifted, it is; each act is on record', async () => {
    expect(await stored('plain', 'p1')).toEqual(['stored', 'stored']);
    const set = await hold(
      'set',
      '--tenant',
      'plain',
      '--patient',
      'p1',
      '--reason',
      'CASE-1',
      '--by',
      'counsel',
    );
    expect(set).toMatchObject({
      code: 0,
      answer: { ok: true, hold: { tenant: 'plain', patient: 'p1', reason: 'CASE-1', by: 'counsel' } },
    });
    const { id } = set.answer.hold;
    expect((await hold('list')).answer.holds).toMatchObject([{ id, patient: 'p1' }]);
    expect((await hold('list', '--tenant', 'named')).answer.holds).toEqual([]);

    const refused = await erase('plain', 'p1', '--yes');
    expect(refused).toMatchObject({ code: 1, answer: { ok: false, finding: { reason: 'held' } } });
    expect(await acts('patient_erased')).toEqual([]);
    expect(await store.erasedPatients('plain')).toEqual([]);

    expect((await hold('lift', id, '--tenant', 'named')).code).toBe(1);
    expect(await hold('lift', id, '--tenant', 'plain')).toMatchObject({ code: 0, answer: { lifted: id } });
    expect(await hold('lift', id, '--tenant', 'plain')).toMatchObject({
      code: 1,
      answer: { finding: { reason: 'unknown', hold: id } },
    });
    expect((await hold('list')).answer.holds).toEqual([]);
    expect(
      (await acts('legal_hold_set')).map(({ coordinate, resource, subject, tenant }) => [
        coordinate,
        resource.id,
        subject,
        tenant,
      ]),
    ).toEqual([
      ['LegalHold.id', id, 'p1', 'plain'],
      ['LegalHold.reason', 'CASE-1', 'p1', 'plain'],
      ['LegalHold.by', 'counsel', 'p1', 'plain'],
    ]);
    expect((await acts('legal_hold_lifted'))[0]?.resource.id).toBe(id);

    expect(await erase('plain', 'p1', '--yes')).toMatchObject({ code: 0, answer: { ok: true, erased: 1 } });
    expect(await store.erasedPatients('plain')).toEqual(['p1']);
    expect(await stored('plain', 'p1')).toEqual(['erased', 'erased']);
    expect(
      (await acts('patient_erased')).map(({ subject, coordinate, resource }) => [
        subject,
        coordinate,
        resource.id,
      ]),
    ).toEqual([['p1', 'Erasure.reason', 'REQUEST-7']]);
  });

  it('a hold on a tenant holds all its patients', async () => {
    const { answer } = await hold('set', '--tenant', 'plain', '--reason', 'CASE-2');
    expect(answer.hold.patient).toBeNull();
    expect((await erase('plain', 'p9', '--yes')).code).toBe(1);
    expect((await erase('named', 'p9', '--yes')).code).toBe(0);
    await hold('lift', answer.hold.id, '--tenant', 'plain');
  });

  it('in a tenant with pseudonyms the record bears one that nobody can link after the erasure', async () => {
    await stored('named', 'p2');
    const { answer } = await hold('set', '--tenant', 'named', '--patient', 'p2', '--reason', 'CASE-3');
    const [held] = await acts('legal_hold_set').then((all) => all.filter(({ tenant }) => tenant === 'named'));
    expect(isLedgerName(held?.subject ?? '')).toBe(true);
    expect(held?.resource.id).toBe(answer.hold.id);
    const [standing] = await openFileHolds(dataDir).list();
    expect(standing?.names).toContain(held?.subject);
    await hold('lift', answer.hold.id, '--tenant', 'named');
    expect((await erase('named', 'p2', '--yes')).code).toBe(0);
    const erased = (await acts('patient_erased')).find(({ subject }) => subject === held?.subject);
    expect(erased?.resource.id).toBe('REQUEST-7');
    // The key is gone: what it named, nothing names again.
    expect([...(await store.nameKeys('named').patients(['p2'])).keys()]).toEqual([]);
    expect(JSON.stringify(await acts('patient_erased'))).not.toContain('"p2"');
  });

  it('in a tenant with pseudonyms nobody is held whose records will bear a name not yet known', async () => {
    const before = await openFileHolds(dataDir).list();
    const set = await hold('set', '--tenant', 'named', '--patient', 'not-stored', '--reason', 'CASE-4');
    expect(set).toMatchObject({ code: 1, answer: { finding: { reason: 'notStored', hold: 'not-stored' } } });
    expect(await openFileHolds(dataDir).list()).toEqual(before);
  });

  it('after a restore everybody who was erased is erased again', async () => {
    const { code, answer } = await run(
      'erase',
      'again',
      '--tenant',
      'plain',
      '--reason',
      'RESTORE-1',
      '--yes',
    );
    expect([code, answer]).toEqual([0, { ok: true, erased: 1 }]);
  });

  it('a key is rotated once that is on record', async () => {
    expect((await run('keys', 'rotate', '--tenant', 'plain', '--reason', 'YEARLY-1')).code).toBe(0);
    expect((await acts('key_rotated')).map(({ tenant, resource }) => [tenant, resource.id])).toEqual([
      ['plain', 'YEARLY-1'],
    ]);
    expect(await stored('plain', 'p3')).toEqual(['stored', 'stored']);
  });

  it('does nothing for what it does not understand', async () => {
    const before = [await readdir(ledgerDirectory(dataDir)), await openFileHolds(dataDir).list()];
    const asked = await Promise.all([
      hold('set', '--tenant', 'nobody', '--reason', 'C'),
      hold('set', '--tenant', 'plain', '--reason', 'Jane Doe v. clinic'),
      hold('set', '--tenant', 'plain', '--reason', 'C', '--by', 'a\nb'),
      hold('lift', 'x', '--tenant', 'plain'),
      erase('plain', 'p3'),
      erase('nobody', 'p3', '--yes'),
      run('keys', 'rotate', '--tenant', 'nobody', '--reason', 'R'),
    ]);
    expect(asked.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2, 2]);
    expect([await readdir(ledgerDirectory(dataDir)), await openFileHolds(dataDir).list()]).toEqual(before);
    expect(await store.erasedPatients('plain')).toEqual(['p1']);
  });

  it('erases nobody when holds cannot be read, and nothing when the ledger cannot be written', async () => {
    await writeFile(join(dataDir, 'holds.json'), 'x');
    expect((await erase('plain', 'p3', '--yes')).code).toBe(1);
    await rm(join(dataDir, 'holds.json'));
    const elsewhere = { PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: tenantsDir };
    await rm(join(dataDir, 'ledger'), { recursive: true });
    await writeFile(join(dataDir, 'ledger'), '');
    const { code, stdout } = await runCommand(
      ['erase', 'patient', '--tenant', 'plain', '--patient', 'p3', '--reason', 'R', '--yes', '--json'],
      elsewhere,
    );
    expect([code, JSON.parse(stdout)]).toEqual([1, { ok: false, finding: { reason: 'notRecorded' } }]);
    expect(await store.erasedPatients('plain')).toEqual(['p1']);
    const set = await runCommand(
      ['ledger', 'hold', 'set', '--tenant', 'plain', '--reason', 'C', '--json'],
      elsewhere,
    );
    expect([set.code, JSON.parse(set.stdout).finding.reason]).toEqual([1, 'notRecorded']);
    // It holds all the same.
    expect(await openFileHolds(dataDir).list()).toHaveLength(1);
  });
});
