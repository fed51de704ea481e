import type { Clock } from '../../clock.ts';
import type { Lease } from '../../ledger/log/lease.ts';
import type { Log } from '../../log.ts';
import type { FindingStore } from '../finding-store.ts';
import type { Advance, FollowedTenant } from './follow-messages.ts';
import type { Following } from './follow-thread.ts';

export interface SignalDutyParts {
  /** One of several gateways looks; two at once find the same and keep it once. */
  readonly lease: Lease;
  readonly follow: () => Following;
  /** As they are now. @throws UpstreamUnavailableError */
  readonly tenants: () => Promise<readonly FollowedTenant[]>;
  /** Puts on record that what is on record of a tenant is looked over. @throws when it is not durable */
  readonly announce: (tenant: string) => Promise<void>;
  readonly findings: Pick<FindingStore, 'keep' | 'takeBack'>;
  /** Tells somebody else of findings; `null`: nobody. @returns whether it was taken. */
  readonly notify: ((tenant: string, ids: readonly string[]) => Promise<boolean>) | null;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly clock: Clock;
}

/** How much is seen again after an end without notice. */
const SAVE_MS = 300_000;
/** Notices that nobody takes are not kept for ever. */
const MOST_UNTOLD = 10_000;

/**
 * A gateway's own looking for signals: on record before, kept, told, and only then gone on. What ends between is seen
 * again, and found alike.
 */
export class SignalDuty {
  readonly #parts: SignalDutyParts;
  readonly #announced = new Set<string>();
  #following: Following | null = null;
  /** What was found and is not kept yet. */
  #unkept: Advance | null = null;
  #untold: { readonly tenant: string; readonly id: string }[] = [];
  #savedAt = 0;
  #isUnwell = false;
  #closed = false;

  constructor(parts: SignalDutyParts) {
    this.#parts = parts;
  }

  /** Looks at all that has come since. Never rejects: what fails is tried again at the next turn. */
  async turn(): Promise<void> {
    const { lease, log } = this.#parts;
    try {
      if (!(await lease.hold())) return await this.#rest();
      await this.#look();
      if (this.#isUnwell) log.info('signals.scan.well');
      this.#isUnwell = false;
    } catch (error) {
      // Once, however long it lasts.
      if (!this.#isUnwell && !this.#closed) {
        log.warn('signals.scan.failed', { errorName: error instanceof Error ? error.name : 'unknown' });
      }
      this.#isUnwell = true;
    }
    await this.#tell().catch(() => log.error('signals.notice.failed'));
  }

  /** Lets others go on at once. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#rest();
    await this.#parts.lease.release();
  }

  async #look(): Promise<void> {
    const { tenants, announce, lease } = this.#parts;
    const followed = await tenants();
    for (const { tenant } of followed) {
      if (this.#announced.has(tenant)) continue;
      await announce(tenant);
      this.#announced.add(tenant);
    }
    if (this.#closed) return;
    let more = true;
    do {
      const left = this.#unkept;
      this.#unkept ??= await this.#thread().advance(followed);
      more = left !== null || this.#unkept.more;
      await this.#keep(this.#unkept);
      this.#unkept = null;
      if (this.#parts.clock() - this.#savedAt >= SAVE_MS) await this.#save();
    } while (more && !this.#closed && (await lease.hold()));
  }

  async #keep({ tenants }: Advance): Promise<void> {
    const { findings, clock, log, notify } = this.#parts;
    for (const { tenant, found, gone } of tenants) {
      const opened = await findings.keep(found, clock());
      await findings.takeBack(tenant, gone, clock());
      if (opened.length === 0) continue;
      log.warn('signals.found', { tenant, count: opened.length });
      if (notify !== null) {
        this.#untold = [...this.#untold, ...opened.map((id) => ({ tenant, id }))].slice(-MOST_UNTOLD);
      }
    }
  }

  async #tell(): Promise<void> {
    const { notify, log } = this.#parts;
    if (notify === null) return;
    for (const [tenant, all] of Map.groupBy(this.#untold, (one) => one.tenant)) {
      if (this.#closed) return;
      const ids = all.map(({ id }) => id);
      if (!(await notify(tenant, ids))) {
        log.error('signals.notice.refused', { tenant, count: ids.length });
        continue;
      }
      this.#untold = this.#untold.filter((one) => one.tenant !== tenant || !ids.includes(one.id));
    }
  }

  /** One that has ended is begun anew: where it last saved, and what was not kept comes again. */
  #thread(): Following {
    if (this.#following?.ended === true) this.#parts.log.warn('signals.scan.ended');
    if (this.#following === null || this.#following.ended) {
      this.#following = this.#parts.follow();
      this.#savedAt = this.#parts.clock();
    }
    return this.#following;
  }

  async #save(): Promise<void> {
    this.#savedAt = this.#parts.clock();
    await this.#following?.save();
  }

  /** Whoever looks instead goes on from a place of their own. */
  async #rest(): Promise<void> {
    const following = this.#following;
    this.#following = null;
    // What is not kept MUST NOT be saved as seen.
    if (this.#unkept === null && following?.ended === false) await following.save().catch(() => undefined);
    this.#unkept = null;
    await following?.close();
  }
}
