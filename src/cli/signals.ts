import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { DEFAULT_SIGNALS, type SignalSettings } from '../access/signal-block.ts';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import type { LedgerNames } from '../ledger/ledger-names.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import type { SignalFinding } from '../signals/finding.ts';
import { type NoticeTarget, noticeTarget, sendNotice, WebhookError } from '../signals/send-notice.ts';
import { SignalScan } from '../signals/signal-scan.ts';
import { describeFinding } from './describe-finding.ts';
import { knownTenant } from './known-tenant.ts';
import { Moment } from './moment-option.ts';
import { openIndex } from './open-index.ts';
import { parseOptions } from './parse-options.ts';
import { safeLine } from './safe-line.ts';
import { actForTenant } from './tenant-acts.ts';
import { writeLine } from './write-line.ts';

/** What came in the weeks before is learned from, and not told. */
const LEARNED_MS = 28 * 86_400_000;
const COMMAND = 'signals scan';
const KEY = 'PHIELD_SIGNALS_WEBHOOK_KEY';

const Options = z.object({
  tenant: TenantName,
  since: Moment.optional(),
  until: Moment.optional(),
  webhook: z.url().optional(),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

interface Told {
  /** `null`: nobody else is told. */
  readonly target: NoticeTarget | null;
}

/** `phield signals scan`: exit 0 nothing found, 1 something found or wrong with the ledger, 2 usage. */
export function registerSignalCommands(program: Command): void {
  const signals = program.command('signals').description('Look for what a person should look at.');
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

async function scan({ tenant, since, until, json, target }: Options & Told): Promise<number> {
  const config = loadConfig(process.env);
  const { signals = DEFAULT_SIGNALS } = await knownTenant(config, tenant);
  const index = await openIndex(config, COMMAND);
  const ids: string[] = [];
  try {
    await actForTenant(config, tenant, async ({ names, record }) => {
      const settings = await underNames(signals, names);
      let own = '';
      await record((about) => {
        own = about.id;
        return privilegedRecord({ ...about, operation: 'signals_scanned', tenant, subject: null });
      });
      const scan = new SignalScan({ tenant, settings, ...(since === undefined ? {} : { since }) });
      const tell = async (findings: readonly SignalFinding[]) => {
        for (const finding of findings) {
          ids.push(finding.id);
          await writeLine(process.stdout, json ? jsonText(finding) : textLine(finding));
        }
      };
      // Other tenants' records say only which ids are theirs.
      const filter = {
        ...(since === undefined ? {} : { since: since - LEARNED_MS }),
        ...(until === undefined ? {} : { until }),
      };
      for await (const item of index.read(filter)) {
        if (item.kind === 'finding') {
          process.exitCode = 1;
          process.stderr.write(`phield ${COMMAND}: ${describeFinding(item)}; run phield ledger verify\n`);
        } else if (item.record.id !== own) await tell(scan.observe(item.record));
      }
      await tell(scan.open());
      if (!json) await writeLine(process.stdout, `${ids.length} findings`);
    });
  } finally {
    await index.close();
  }
  if (target !== null && ids.length > 0) await notify(target, tenant, ids);
  return ids.length;
}

/** As many ids as a receiver takes without being asked for its limits. */
const IDS_OF_NOTICE = 100;

/** The same findings make a notice of the same id, so that a receiver can tell that it had it. */
async function notify(target: NoticeTarget, tenant: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS_OF_NOTICE) {
    const some = ids.slice(at, at + IDS_OF_NOTICE);
    const id = createHash('sha256')
      .update(`${tenant} ${some.join(' ')}`)
      .digest('hex')
      .slice(0, 32);
    const parts = { send: fetch, clock: Date.now, wait: (milliseconds: number) => setTimeout(milliseconds) };
    if (await sendNotice(target, id, tenant, some, parts)) continue;
    process.exitCode = 1;
    process.stderr.write(`phield ${COMMAND}: the webhook did not take the notice\n`);
  }
}

/** Whoever is listed is looked for under every name that the ledger may have. */
async function underNames(settings: SignalSettings, names: LedgerNames): Promise<SignalSettings> {
  const all = async (ids: readonly string[], name: (id: string) => Promise<readonly string[]>) =>
    (await Promise.all(ids.map((id) => name(id)))).flat();
  const colleagues = await Promise.all(
    Object.entries(settings.colleagues).map(async ([actor, ids]) => {
      const patients = await all(ids, names.patient);
      return (await names.actor(actor)).map((name) => [name, patients] as const);
    }),
  );
  return {
    ...settings,
    vips: await all(settings.vips, names.patient),
    exporters: await all(settings.exporters, names.actor),
    colleagues: Object.fromEntries(colleagues.flat()),
  };
}

function textLine({
  id,
  detector,
  severity,
  actor,
  subject,
  from,
  to,
  evidence,
  clocks,
}: SignalFinding): string {
  const { sightings, measured, allowed, records } = evidence;
  const cells = [
    from,
    to,
    severity.padEnd(6),
    detector,
    `actor=${actor ?? '-'}`,
    `subject=${subject ?? '-'}`,
    `measured=${measured} allowed=${allowed} sightings=${sightings}`,
    `first=${records[0] ?? '-'}`,
    ...clocks.map(({ rule, due }) => `due=${due} (${rule})`),
    id,
  ];
  return safeLine(cells.join('  '));
}
