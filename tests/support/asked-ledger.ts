import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTenantLedger } from '../../src/ledger/index/create-tenant-ledger.ts';
import { LedgerIndex } from '../../src/ledger/index/ledger-index.ts';
import type { TenantLedger } from '../../src/ledger/index/tenant-ledger.ts';
import { updateIndex } from '../../src/ledger/index/update-index.ts';
import { createLedgerNames } from '../../src/ledger/ledger-names.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { MemoryLog } from '../ledger/index/memory-log.ts';

/** An index over a log in memory, and what a gateway is given to ask it. */
export interface AskedLedger {
  readonly open: (tenant: string) => TenantLedger;
  add(...records: readonly OperationRecord[]): Promise<void>;
  /** Questions that have reached the index. */
  readonly asked: readonly string[];
  close(): void;
}

export function askedLedger(): AskedLedger {
  const folder = mkdtempSync(join(tmpdir(), 'phield-asked-'));
  const index = new LedgerIndex(join(folder, 'ledger.sqlite'), () => undefined);
  const log = new MemoryLog();
  const asked: string[] = [];
  const noted = <Answer>(what: string, answer: () => Answer) => {
    asked.push(what);
    return Promise.resolve(answer());
  };
  const kept = {
    state: () => noted('state', () => index.state()),
    page: (...args: Parameters<LedgerIndex['page']>) => noted('page', () => index.page(...args)),
    readings: (...args: Parameters<LedgerIndex['readings']>) =>
      noted('readings', () => index.readings(...args)),
    activity: (...args: Parameters<LedgerIndex['activity']>) =>
      noted('activity', () => index.activity(...args)),
    usage: (...args: Parameters<LedgerIndex['usage']>) => noted('usage', () => index.usage(...args)),
  };
  const parts = { index: kept, checkpoint: async () => 'signed note', names: createLedgerNames(null) };
  return {
    open: (tenant) => createTenantLedger(tenant, parts),
    asked,
    add: async (...records) => {
      log.add(...records);
      await updateIndex(index, log);
    },
    close: () => {
      index.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
