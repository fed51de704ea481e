import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { generateMonth } from '../../eval/signals/month.ts';
import { SignalBlock } from '../../src/access/signal-block.ts';
import { LedgerIndex } from '../../src/ledger/index/ledger-index.ts';
import { updateIndex } from '../../src/ledger/index/update-index.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import type { Advance } from '../../src/signals/follow/follow-messages.ts';
import type { LogFollower } from '../../src/signals/follow/log-follower.ts';
import { MemoryLog } from '../ledger/index/memory-log.ts';

/** A log that grows, its index on disk, and where a follower remembers. */
export interface FollowedLog {
  readonly index: string;
  readonly state: string;
  add(records: readonly OperationRecord[]): Promise<void>;
  /** What is there of the newest record is another one's, while `during` runs. */
  damaged(during: () => void): void;
  /** Another log from now on. */
  replace(): Promise<void>;
  close(): void;
}

export function followedLog(): FollowedLog {
  const folder = mkdtempSync(join(tmpdir(), 'phield-followed-'));
  const path = join(folder, 'ledger.sqlite');
  const open = () => new LedgerIndex(path, () => undefined);
  let index: LedgerIndex | null = null;
  let log = new MemoryLog();
  return {
    index: path,
    state: join(folder, 'signals', 'state.json.gz'),
    add: async (records) => {
      index ??= open();
      for (let at = 0; at < records.length; at += 500) log.add(...records.slice(at, at + 500));
      await updateIndex(index, log);
    },
    damaged: (during) => {
      const db = new DatabaseSync(path);
      const shift = (by: number) =>
        db.prepare('UPDATE body SET crc = crc + ? WHERE entry = (SELECT max(entry) FROM body)').run(by);
      try {
        shift(1);
        during();
        shift(-1);
      } finally {
        db.close();
      }
    },
    replace: async () => {
      log = new MemoryLog({ writer: '01JD00000000000000000000BB' });
      index?.close();
      rmSync(path, { force: true });
      index = open();
    },
    close: () => {
      index?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first days of a small hospital, with what is to be found in them. */
export function firstDays() {
  const { house, records } = generateMonth({ seed: 7, days: 4, patients: 400, quietDays: 1 });
  const all = [...records()].slice(0, 12_000);
  const tenants = [{ tenant: 'riverside', settings: SignalBlock.parse({ vips: house.vips }) }];
  return { all, tenants };
}

/** What is found in the end, by id: the newest of each, without what was taken back. */
export class Found {
  readonly all = new Map<string, SignalFinding>();

  take({ tenants }: Advance): void {
    for (const { found, gone } of tenants) {
      for (const id of gone) this.all.delete(id);
      for (const finding of found) this.all.set(finding.id, finding);
    }
  }

  /** Goes on to the end of what there is. */
  exhaust(follower: LogFollower, tenants: Parameters<LogFollower['advance']>[0]): this {
    for (let more = true; more; ) {
      const advance = follower.advance(tenants);
      this.take(advance);
      more = advance.more;
    }
    return this;
  }

  sorted(): readonly SignalFinding[] {
    return [...this.all.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}
