import type { Command } from 'commander';
import { z } from 'zod';
import { DEFAULT_REVIEW } from '../access/oversight-block.ts';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { UsageTally } from '../ledger/uses/usage-tally.ts';
import { overdueReviews } from '../review/overdue-reviews.ts';
import { outsideMix } from '../review/purpose-mix.ts';
import { unusedGrants } from '../review/usage-unused.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { describeFinding } from './describe-finding.ts';
import { Moment } from './moment-option.ts';
import { openIndex } from './open-index.ts';
import { parseOptions } from './parse-options.ts';
import { NotDeclaredError, readDeclared } from './read-declared.ts';
import { actForTenant } from './tenant-acts.ts';
import { type ToldUsage, usageLines } from './usage-lines.ts';
import { writeLine } from './write-line.ts';

const DAY_MS = 86_400_000;
/** A grant that nobody used for so long is asked about. */
const LOOKED_BACK_DAYS = 90;
const COMMAND = 'access usage';

const Options = z.object({
  tenant: TenantName,
  since: Moment.optional(),
  schema: z.string(),
  json: z.boolean().default(false),
});

/** `phield access usage`: what is declared beside what was done. Exit 0, 1 where the ledger has something wrong, 2 usage. */
export function registerAccessUsage(access: Command): void {
  const command = access
    .command('usage')
    .description(
      'How often each field was given to each role, to how many people, when last; grants that nobody used, with ' +
        'narrower schema text; reviews that are overdue; use outside the declared purpose mix. The reading of the ' +
        'ledger is itself recorded first.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .option('--since <time>', 'from that day on: RFC 3339, or an age such as 30d', `${LOOKED_BACK_DAYS}d`)
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const options = parseOptions(command, COMMAND, Options, raw);
      try {
        await run(options);
      } catch (error) {
        if (error instanceof NotDeclaredError) command.error(`phield ${COMMAND}: ${error.message}`);
        throw error;
      }
    });
}

async function run({ tenant, since, schema, json }: z.output<typeof Options>): Promise<void> {
  const config = loadConfig(process.env);
  const { model, overlay } = await readDeclared({ schema, tenant }, () => undefined);
  const now = Date.now();
  const from = Math.floor((since ?? now - LOOKED_BACK_DAYS * DAY_MS) / DAY_MS);
  const tally = new UsageTally({ mix: overlay?.purposeMix !== undefined });
  const index = await openIndex(config, COMMAND);
  try {
    await actForTenant(config, tenant, async ({ record }) => {
      await record((about) =>
        privilegedRecord({ ...about, operation: 'access_usage', tenant, subject: null }),
      );
      for await (const finding of index.tally({ tenant, from }, tally)) {
        process.exitCode = 1;
        process.stderr.write(`phield ${COMMAND}: ${describeFinding(finding)}; run phield ledger verify\n`);
      }
    });
  } finally {
    await index.close();
  }
  const baseOf = (role: string) => overlay?.derivedRoles.get(role)?.base ?? role;
  const { cells, grants, denials, knownSince, mix, unreviewed } = tally.usage(from * DAY_MS);
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const told: ToldUsage = {
    tenant,
    since: new Date(from * DAY_MS).toISOString(),
    knownSince: time(knownSince),
    cells: cells.map((cell) => ({ ...cell, last: time(cell.last) })),
    denials: Object.fromEntries(denials),
    unused: unusedGrants(model, grants, baseOf),
    overdue: overdueReviews({ glasses: unreviewed }, overlay?.review ?? DEFAULT_REVIEW, now).map((one) => ({
      ...one,
      since: new Date(one.since).toISOString(),
      due: new Date(one.due).toISOString(),
    })),
    purposeMix: outsideMix(mix, overlay?.purposeMix ?? {}, model, baseOf),
  };
  const lines = json ? [jsonText({ ...told })] : usageLines(told);
  for (const line of lines) await writeLine(process.stdout, line);
}
