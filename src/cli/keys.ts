import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import { parseOptions } from './parse-options.ts';
import { reasonOption } from './reason-option.ts';
import { type LedgerKey, RotationRefusedError, rotateLedgerKey } from './rotate-ledger-key.ts';
import { actForTenant } from './tenant-acts.ts';

const Options = z
  .object({
    tenant: TenantName.optional(),
    installation: z.boolean().default(false),
    log: z.boolean().default(false),
    stolen: z.boolean().default(false),
    reason: reasonOption('YEARLY-2026'),
    json: z.boolean().default(false),
  })
  .refine(
    ({ tenant, installation, log }) => [tenant !== undefined, installation, log].filter(Boolean).length === 1,
    { path: ['tenant'], message: 'expected one of --tenant, --installation and --log' },
  )
  .refine(({ tenant, stolen }) => tenant === undefined || !stolen, {
    path: ['stolen'],
    message: 'is for --installation',
  });
type Options = z.infer<typeof Options>;

/** `phield keys rotate`: a new key for a tenant or for the ledger, recorded first. Exit 0 done, 1 not, 2 usage. */
export function registerKeysCommands(program: Command): void {
  const keys = program.command('keys').description('Keys of the tenants and of the ledger.');
  const rotate = keys
    .command('rotate')
    .description(
      'Put a new key in the place of one. What older ones sealed or signed stays good; new things are under the new.',
    )
    .option('--tenant <name>', 'the key of a tenant: new patients’ keys are sealed with the new one')
    .option('--installation', 'the key that certifies the ledger’s writers, where it is a file')
    .option('--log', 'the key that signs the log’s checkpoints, where it is a file')
    .option('--stolen', 'with --installation: the old key certifies nobody who is not in the log yet')
    .requiredOption('--reason <code>', 'a code of your own, such as YEARLY-2026')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const options = parseOptions(rotate, 'keys rotate', Options, raw);
      const { tenant } = options;
      try {
        if (tenant !== undefined) await rotateTenantKey(tenant, options);
        else await rotateOwnKey(options.installation ? 'installation' : 'log', options);
      } catch (error) {
        if (error instanceof RotationRefusedError) rotate.error(`phield keys rotate: ${error.message}`);
        throw error;
      }
    });
}

async function rotateTenantKey(tenant: string, { reason, json }: Options): Promise<void> {
  await actForTenant(loadConfig(process.env), tenant, async ({ record, store }) => {
    await record((about) =>
      namingRecord({ ...about, operation: 'key_rotated', tenant, subject: null }, [
        { type: 'TenantKey', coordinate: 'TenantKey.reason', ids: [reason] },
      ]),
    );
    await store.rotateTenantKey(tenant);
  });
  process.stdout.write(json ? `${JSON.stringify({ ok: true, tenant })}\n` : `rotated the key of ${tenant}\n`);
}

async function rotateOwnKey(key: LedgerKey, { reason, stolen, json }: Options): Promise<void> {
  const rotated = await rotateLedgerKey(loadConfig(process.env), { key, reason, stolen });
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: true, key, ...rotated })}\n`);
    return;
  }
  const lines = [
    `rotated the ledger’s ${key} key`,
    `  now      ${rotated.now}`,
    `  earlier  ${rotated.earlier}`,
    'Restart every gateway and sequencer: one that runs goes on with the earlier key until then.',
    'Give auditors and witnesses the new key (phield ledger trust).',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
