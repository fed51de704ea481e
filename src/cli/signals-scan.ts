import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { DEFAULT_SIGNALS } from '../access/signal-block.ts';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import type { SignalFinding } from '../signals/finding.ts';
import { notifyOf } from '../signals/notify-of.ts';
import { type NoticeTarget, noticeTarget, WebhookError } from '../signals/send-notice.ts';
import { settingsUnderNames } from '../signals/settings-under-names.ts';
import { findingLine } from './finding-line.ts';
import { knownTenant } from './known-tenant.ts';
import { Moment } from './moment-option.ts';
import { openIndex } from './open-index.ts';
import { parseOptions } from './parse-options.ts';
import { scanAll, scanOn } from './scan-records.ts';
import { actForTenant } from './tenant-acts.ts';
import { writeLine } from './write-line.ts';

const COMMAND = 'signals scan';
const KEY = 'PHIELD_SIGNALS_WEBHOOK_KEY';

const Options = z
  .object({
    tenant: TenantName,
    since: Moment.optional(),
    until: Moment.optional(),
    keep: z.boolean().default(false),
    state: z
      .string()
      .min(1)
      .transform((file) => resolve(file))
      .optional(),
    webhook: z.url().optional(),
    json: z.boolean().default(false),
  })
  .refine(({ state, since, until }) => state === undefined || (since ?? until) === undefined, {
    path: ['state'],
    error: 'not with --since and --until: it says itself what was seen',
  });
type Options = z.output<typeof Options>;

interface Told {
  /** `null`: nobody else is told. */
  readonly target: NoticeTarget | null;
}

/** `phield signals scan`: exit 0 nothing found, 1 something found or wrong with the ledger, 2 usage. */
export function registerSignalScan(signals: Command): void {
  const command = signals
    .command('scan')
    .description(
      'Go over what is on record of a tenant and tell what is unusual: evidence by record id, severity, and when ' +
        'notices are due should it be a breach. The scan is itself recorded before anything is read.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .option(
      '--since <time>',
      'findings from here on: RFC 3339, or an age such as 15m, 2h, 7d; the four weeks before are learned from',
    )
    .option('--until <time>', 'up to here, not included: RFC 3339, or an age')
    .option('--keep', 'keep what is found, for officers to judge')
    .option(
      '--state <file>',
      'go on in the log where the last scan with this file ended, and tell what is new since',
    )
    .option(
      '--webhook <url>',
      `tell this address the ids of what was found, signed with the key in ${KEY} (base64)`,
    )
    .option('--json', 'print each finding as one line of JSON')
    .action(async (raw: unknown) => {
      const options = parseOptions(command, COMMAND, Options, raw);
      const { webhook } = options;
      const key = Buffer.from(process.env[KEY] ?? '', 'base64');
      try {
        const target = webhook === undefined ? null : noticeTarget(new URL(webhook), key);
        if ((await scan({ ...options, target })) > 0) process.exitCode = 1;
      } catch (error) {
        if (error instanceof WebhookError) command.error(`phield ${COMMAND}: --webhook: ${error.message}`);
        throw error;
      }
    });
}

async function scan({ tenant, since, until, keep, state, json, target }: Options & Told): Promise<number> {
  const config = loadConfig(process.env);
  const { signals = DEFAULT_SIGNALS } = await knownTenant(config, tenant);
  const index = await openIndex(config, COMMAND);
  const found = new Set<string>();
  const news: string[] = [];
  try {
    await actForTenant(config, tenant, async ({ store, names, record }) => {
      const settings = await settingsUnderNames(signals, names);
      let own = '';
      await record((about) => {
        own = about.id;
        return privilegedRecord({ ...about, operation: 'signals_scanned', tenant, subject: null });
      });
      const tell = async (findings: readonly SignalFinding[], gone: readonly string[]) => {
        for (const finding of findings) {
          await writeLine(process.stdout, json ? jsonText(finding) : findingLine(finding));
          found.add(finding.id);
        }
        if (keep) news.push(...(await store.findings.keep(findings, Date.now())));
        else news.push(...findings.map(({ id }) => id));
        if (keep) await store.findings.takeBack(tenant, gone, Date.now());
      };
      if (state === undefined) await scanAll(index, { tenant, settings, since, until, own }, tell);
      else await scanOn(config, state, { tenant, settings }, tell);
      if (!json)
        await writeLine(process.stdout, `${found.size} findings${keep ? `, ${news.length} new` : ''}`);
    });
  } finally {
    await index.close();
  }
  if (target !== null && news.length > 0) await notify(target, tenant, news);
  return found.size;
}

async function notify(target: NoticeTarget, tenant: string, ids: readonly string[]): Promise<void> {
  const parts = { send: fetch, clock: Date.now, wait: (milliseconds: number) => setTimeout(milliseconds) };
  if (await notifyOf(target, parts)(tenant, ids)) return;
  process.exitCode = 1;
  process.stderr.write(`phield ${COMMAND}: the webhook did not take the notice\n`);
}
