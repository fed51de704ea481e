import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import { actForTenant, UnknownTenantError } from './tenant-acts.ts';

const Options = z.object({
  tenant: TenantName,
  reason: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/, 'expected a code such as YEARLY-2026'),
  json: z.boolean().default(false),
});

/** `phield keys rotate`: a new key for a tenant, recorded first. Exit 0 done, 1 not, 2 usage. */
export function registerKeysCommands(program: Command): void {
  const keys = program.command('keys').description('Keys of the tenants.');
  const rotate = keys
    .command('rotate')
    .description(
      'Give a tenant a new key. What older ones sealed stays readable; new patients’ keys are under the new.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .requiredOption('--reason <code>', 'a code of your own, such as YEARLY-2026')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const refuse = (message: string): never => rotate.error(`phield keys rotate: ${message}`);
      const parsed = Options.safeParse(raw);
      if (!parsed.success) {
        const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not usable' };
        return refuse(`--${String(path[0] ?? '')}: ${message}`);
      }
      const { tenant, reason, json } = parsed.data;
      try {
        await actForTenant(loadConfig(process.env), tenant, async ({ record, store }) => {
          await record((about) =>
            namingRecord({ ...about, operation: 'key_rotated', tenant, subject: null }, [
              { type: 'TenantKey', coordinate: 'TenantKey.reason', ids: [reason] },
            ]),
          );
          await store.rotateTenantKey(tenant);
        });
      } catch (error) {
        if (error instanceof UnknownTenantError) return refuse(`--tenant: ${error.message}`);
        throw error;
      }
      process.stdout.write(
        json ? `${JSON.stringify({ ok: true, tenant })}\n` : `rotated the key of ${tenant}\n`,
      );
    });
}
