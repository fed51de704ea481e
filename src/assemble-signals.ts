import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Store } from '../datasources/open-store.ts';
import { DEFAULT_SIGNALS } from './access/signal-block.ts';
import type { Clock } from './clock.ts';
import type { Closing } from './closing.ts';
import { type Config, ConfigError } from './config.ts';
import { indexPath } from './ledger/index/open-tenant-ledgers.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createLedgerNames } from './ledger/ledger-names.ts';
import { createLease } from './ledger/log/lease.ts';
import { privilegedRecord } from './ledger/privileged-record.ts';
import { createUlid } from './ledger/ulid.ts';
import type { Log } from './log.ts';
import { scanBehind } from './scan-behind.ts';
import { startFollowing } from './signals/follow/follow-thread.ts';
import { SignalDuty } from './signals/follow/signal-duty.ts';
import { notifyOf } from './signals/notify-of.ts';
import { rememberedNames } from './signals/remembered-names.ts';
import { type NoticeTarget, noticeTarget, WebhookError } from './signals/send-notice.ts';
import { settingsUnderNames } from './signals/settings-under-names.ts';
import type { SignalsWebhook } from './signals-settings.ts';
import type { TenantsInForce } from './tenants-in-force.ts';

export interface SignalParts {
  readonly config: Config;
  readonly store: Pick<Store, 'findings' | 'signalLease' | 'nameKeys'>;
  readonly tenants: Pick<TenantsInForce, 'names' | 'overlay'>;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Turns after which a gateway that says nothing has lost the work to another. */
const LOST_AFTER = 3;

/**
 * Has the ledger of all tenants looked over behind the answers, by the gateway that has the lease. Nothing is opened
 * before the first turn.
 * @throws ConfigError for a webhook to which nothing may be sent.
 */
export function assembleSignals(parts: SignalParts, closing: Closing): void {
  closing.add(scanBehind(parts.config.signals.seconds, signalDutyOf(parts)));
}

/** @throws ConfigError */
export function signalDutyOf({ config, store, tenants, ledger, clock, log }: SignalParts): SignalDuty {
  const { seconds, webhook } = config.signals;
  const target = webhook === null ? null : targetOf(webhook);
  const newId = createUlid(clock, randomBytes);
  const underNames = rememberedNames(clock, (tenant, signals) =>
    settingsUnderNames(signals, createLedgerNames(store.nameKeys(tenant))),
  );
  const state = join(config.dataDir, 'signals', 'state.json.gz');
  return new SignalDuty({
    lease: createLease({
      cell: store.signalLease,
      holder: newId(),
      now: () => performance.now(),
      ttl: LOST_AFTER * seconds * 1_000,
    }),
    follow: () => startFollowing({ index: indexPath(config.dataDir), state }),
    tenants: () =>
      Promise.all(
        tenants.names().map(async (tenant) => {
          const { signals = DEFAULT_SIGNALS } = tenants.overlay(tenant) ?? {};
          return { tenant, settings: await underNames(tenant, signals) };
        }),
      ),
    announce: (tenant) =>
      ledger.append(
        privilegedRecord({
          id: newId(),
          time: new Date(clock()).toISOString(),
          actor: 'phield',
          client: 'phield',
          operation: 'signals_scanned',
          tenant,
          subject: null,
        }),
      ),
    findings: store.findings,
    notify:
      target === null
        ? null
        : notifyOf(target, { send: fetch, clock, wait: (milliseconds) => setTimeout(milliseconds) }),
    log,
    clock,
  });
}

function targetOf({ url, key }: SignalsWebhook): NoticeTarget {
  try {
    return noticeTarget(new URL(url), key);
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    throw new ConfigError(`PHIELD_SIGNALS_WEBHOOK, PHIELD_SIGNALS_WEBHOOK_KEY: ${error.message}`);
  }
}
