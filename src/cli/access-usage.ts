import Table from 'cli-table3';
import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { UsageCount } from '../ledger/uses/usage-count.ts';
import { type UnusedGrant, unusedGrants } from '../review/usage-unused.ts';
import { describeFinding } from './describe-finding.ts';
import { Moment } from './moment-option.ts';
import { openIndex } from './open-index.ts';
import { parseOptions } from './parse-options.ts';
import { NotDeclaredError, readDeclared } from './read-declared.ts';
import { SCHEMA_FOLDER } from './schema-folder.ts';
import { actForTenant } from './tenant-acts.ts';
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
      'How often each field was given to each role, to how many people, when last; and grants that nobody used, with ' +
        'narrower schema text. The reading of the ledger is itself recorded first.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .option('--since <time>', 'from here on: RFC 3339, or an age such as 30d', `${LOOKED_BACK_DAYS}d`)
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
  const from = since ?? Date.now() - LOOKED_BACK_DAYS * DAY_MS;
  const usage = new UsageCount();
  const index = await openIndex(config, COMMAND);
  try {
    await actForTenant(config, tenant, async ({ record }) => {
      await record((about) =>
        privilegedRecord({ ...about, operation: 'access_usage', tenant, subject: null }),
      );
      for await (const item of index.read({ tenant, since: from })) {
        if (item.kind === 'record') usage.observe(item.record);
        else {
          process.exitCode = 1;
          process.stderr.write(`phield ${COMMAND}: ${describeFinding(item)}; run phield ledger verify\n`);
        }
      }
    });
  } finally {
    await index.close();
  }
  const baseOf = (role: string) => overlay?.derivedRoles.get(role)?.base ?? role;
  await print(tenant, from, usage, unusedGrants(model, usage.grants(), baseOf), json);
}

async function print(
  tenant: string,
  from: number,
  usage: UsageCount,
  unused: readonly UnusedGrant[],
  json: boolean,
): Promise<void> {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const cells = usage
    .cells()
    .toSorted((a, b) => a.coordinate.localeCompare(b.coordinate) || a.role.localeCompare(b.role))
    .map((cell) => ({ ...cell, last: time(cell.last) }));
  const denials = Object.fromEntries(usage.denials());
  const known = { since: time(from), knownSince: time(usage.knownSince) };
  if (json) {
    await writeLine(process.stdout, jsonText({ tenant, ...known, cells, denials, unused }));
    return;
  }
  const table = new Table({
    head: ['coordinate', 'role', 'given', 'people', 'last', 'through glass', 'refused'],
    style: { head: [], border: [] },
  });
  table.push(
    ...cells.map(({ coordinate, role, given, people, last, throughGlass, refused }) => [
      coordinate,
      role,
      given,
      people,
      last ?? 'never',
      throughGlass,
      refused,
    ]),
  );
  await writeLine(process.stdout, table.toString());
  await writeLine(
    process.stdout,
    `The oldest record is of ${known.knownSince ?? 'never'}; asked for from ${known.since}.`,
  );
  for (const { grant, file, line, unusedRoles, unusedPurposes, narrower } of unused) {
    const what = [...unusedRoles, ...unusedPurposes].join(', ');
    await writeLine(process.stdout, `\n${file}:${line} ${grant}: not used: ${what}`);
    await writeLine(process.stdout, narrower === null ? '  # nothing of it was used' : `  ${narrower}`);
  }
}
