import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { FhirId, ProviderId, TenantName, Text } from '../identity/names.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { QueryItem } from '../ledger/query-ledger.ts';
import { wholeNumber } from '../whole-number.ts';
import { describeFinding } from './describe-finding.ts';
import { Moment } from './moment-option.ts';
import { parseOptions } from './parse-options.ts';
import { readRecorded, TenantNeededError } from './read-recorded.ts';
import { safeLine } from './safe-line.ts';
import { writeLine } from './write-line.ts';

const KINDS = ['operation', 'refusal', 'privileged'] as const;

const Options = z.object({
  tenant: TenantName.optional(),
  patient: FhirId.optional(),
  actor: ProviderId.optional(),
  client: ProviderId.optional(),
  since: Moment.optional(),
  until: Moment.optional(),
  coordinate: Text.optional(),
  category: Text.optional(),
  purpose: Text.optional(),
  decision: z.enum(['PERMIT', 'MASK', 'DENY']).optional(),
  request: Text.optional(),
  kind: z.enum([...KINDS, 'all']).optional(),
  limit: wholeNumber(1).optional(),
  json: z.boolean().optional(),
});
type Options = z.output<typeof Options>;

/** `phield ledger query`: one event per line. The reading itself is recorded before anything is printed. */
export function registerLedgerQuery(ledger: Command): void {
  const command = ledger
    .command('query')
    .description('Print the recorded events, one per PHI field, oldest first. The reading is recorded too.')
    .option('--tenant <name>', 'events of this tenant; without it, of all')
    .option('--patient <id>', 'events about this patient (FHIR logical id)')
    .option('--actor <id>', 'events of this actor')
    .option('--client <id>', 'events by way of this client')
    .option('--since <time>', 'from here on: RFC 3339, or an age such as 15m, 2h, 7d')
    .option('--until <time>', 'up to here, not included: RFC 3339, or an age')
    .option('--coordinate <Type.field>', 'events of this field')
    .option('--category <code>', 'events of this category, such as LAB')
    .option('--purpose <code>', 'events for this purpose, such as TREAT; BTG: read through a glass')
    .option('--decision <decision>', 'PERMIT, MASK or DENY')
    .option('--request <id>', 'events of the request with this Phield-Request-Id')
    .option(
      '--kind <kind>',
      'operation, refusal, privileged or all; without it all, but with --patient no readings of the ledger',
    )
    .option('--limit <events>', 'at most so many, the oldest')
    .option('--json', 'print each event as one line of JSON')
    .action(async (raw: unknown) => {
      const options = parseOptions(command, 'ledger query', Options, raw);
      const filter = filterOf(options);
      const config = loadConfig(process.env);
      const asked = { tenant: options.tenant, patient: options.patient };
      try {
        await readRecorded(config, asked, filter, (items) => print(items, options));
      } catch (error) {
        if (!(error instanceof TenantNeededError)) throw error;
        command.error(
          'phield ledger query: --tenant: expected with --patient or --actor: a tenant has pseudonyms',
        );
      }
    });
}

function filterOf(options: Options): EventFilter {
  const { tenant, patient, actor, client, coordinate, category, purpose, decision, request, kind } = options;
  const { since, until } = options;
  const readings = patient === undefined ? KINDS : KINDS.filter((each) => each !== 'privileged');
  const kinds = kind === undefined ? readings : kind === 'all' ? KINDS : [kind];
  return {
    kinds,
    ...(tenant === undefined ? {} : { tenant }),
    ...(patient === undefined ? {} : { patient }),
    ...(actor === undefined ? {} : { actor }),
    ...(client === undefined ? {} : { client }),
    ...(coordinate === undefined ? {} : { coordinate }),
    ...(category === undefined ? {} : { category }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(decision === undefined ? {} : { decision }),
    ...(request === undefined ? {} : { request }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

async function print(items: AsyncIterable<QueryItem>, { json = false, limit }: Options): Promise<void> {
  let events = 0;
  let wanted = true;
  // The reader may go away first, as `head` does.
  process.stdout.once('error', () => {
    wanted = false;
  });
  for await (const item of items) {
    if (item.kind === 'finding') {
      process.exitCode = 1;
      process.stderr.write(`phield ledger query: ${describeFinding(item)}; run phield ledger verify\n`);
      continue;
    }
    if (!wanted) return;
    events += 1;
    await writeLine(process.stdout, json ? jsonText(item.event) : textLine(item.event));
    if (events === limit) break;
  }
  if (!json) await writeLine(process.stdout, `${events} events`);
}

function textLine(event: LedgerEvent): string {
  const row = event.resource.id === null ? '-' : `${event.resource.type}/${event.resource.id}`;
  const cells = [
    event.time,
    event.decision.padEnd(6),
    (event.mask ?? '-').padEnd(10),
    event.coordinate ?? event.operation ?? event.kind,
    row,
    `subject=${event.subject ?? '-'}`,
    `actor=${event.actor ?? '-'}`,
    `purpose=${event.purpose ?? '-'}`,
    `tenant=${event.tenant ?? '-'}`,
    `reason=${event.reason}`,
    ...(event.count === undefined ? [] : [`count=${event.count}`]),
  ];
  return safeLine(cells.join('  '));
}
