import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { openStore } from '../../datasources/open-store.ts';
import { type Config, loadConfig } from '../config.ts';
import { FhirId, TenantName } from '../identity/names.ts';
import { openFileHolds } from '../ledger/keep/file-holds.ts';
import type { Hold } from '../ledger/keep/hold.ts';
import { HOLD_LIFTED, HOLD_SET, holdRecord } from '../ledger/keep/hold-record.ts';
import { parseOptions } from './parse-options.ts';
import { reasonOption } from './reason-option.ts';
import { actForTenant } from './tenant-acts.ts';

const By = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'expected printable ASCII without spaces, such as counsel@clinic.example');
const SetOptions = z.object({
  tenant: TenantName,
  patient: FhirId.optional(),
  reason: reasonOption('CASE-2026-114'),
  by: By.optional(),
  json: z.boolean().default(false),
});
const ListOptions = z.object({ tenant: TenantName.optional(), json: z.boolean().default(false) });
const LiftOptions = z.object({ tenant: TenantName, by: By.optional(), json: z.boolean().default(false) });
const HoldId = z.ulid('expected the id of a hold, as list prints it');

/** `phield ledger hold`: what must not be pruned or erased, however old. Exit 0 done, 1 not, 2 usage. */
export function registerLedgerHold(ledger: Command): void {
  const hold = ledger
    .command('hold')
    .description('Legal holds: what must not be pruned or erased, however old.');
  const own = () => `os-user:${userInfo().username}`;

  const set = hold
    .command('set')
    .description(
      'Hold all records of a tenant, or those about one patient, who then cannot be erased either.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .option('--patient <id>', 'about this patient only (FHIR logical id)')
    .requiredOption('--reason <code>', 'a code of your own, such as CASE-2026-114; it must name no patient')
    .option('--by <name>', 'on whose word; without it the user of this machine')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const options = parseOptions(set, 'ledger hold set', SetOptions, raw);
      const { tenant, patient, reason, by = own(), json } = options;
      await finish('set', json, async () => {
        const made = await actForTenant(
          loadConfig(process.env),
          tenant,
          async ({ names, pseudonyms, holds, record, newId }) => {
            const time = new Date().toISOString();
            const called = patient === undefined ? null : await names.patient(patient);
            // Records will bear a name that nobody knows before the patient is stored.
            if (called !== null && pseudonyms !== 'none' && called.length < 3) {
              throw new HoldFinding('notStored', patient ?? '');
            }
            const one: Hold = { id: newId(), tenant, names: called, reason, by, time };
            // It holds from here on, whether or not that can be recorded.
            await holds.put(one);
            await record((about) =>
              holdRecord({ ...about, operation: HOLD_SET, subject: patient ?? null }, one),
            ).catch(() => {
              throw new HoldFinding('notRecorded', one.id);
            });
            return one;
          },
        );
        print(json, { ok: true, hold: shown(made) }, [`held ${made.id}`]);
      });
    });

  const list = hold
    .command('list')
    .description('Print the holds that stand, oldest first.')
    .option('--tenant <name>', 'of this tenant only')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const options = parseOptions(list, 'ledger hold list', ListOptions, raw);
      await finish('list', options.json, async () => {
        const all = await holdsStanding(loadConfig(process.env));
        const own = all.filter(({ tenant }) => options.tenant === undefined || tenant === options.tenant);
        print(
          options.json,
          { ok: true, holds: own.map(shown) },
          own.map(
            ({ id, tenant, names, reason, by, time }) =>
              `${id} ${tenant} ${names?.[0] ?? '(all)'} ${reason} ${by} ${time}`,
          ),
        );
      });
    });

  const lift = hold
    .command('lift <id>')
    .description('Lift a hold, once that is on record.')
    .requiredOption('--tenant <name>', 'whose it is')
    .option('--by <name>', 'on whose word; without it the user of this machine')
    .option('--json', 'print one JSON object')
    .action(async (id: unknown, raw: unknown) => {
      const { tenant, by = own(), json } = parseOptions(lift, 'ledger hold lift', LiftOptions, raw);
      const wanted = HoldId.safeParse(id);
      if (!wanted.success) {
        return lift.error(`phield ledger hold lift: ${wanted.error.issues[0]?.message ?? ''}`);
      }
      await finish('lift', json, async () => {
        await actForTenant(loadConfig(process.env), tenant, async ({ holds, record }) => {
          const one = (await holds.list()).find((each) => each.id === wanted.data && each.tenant === tenant);
          if (one === undefined) throw new HoldFinding('unknown', wanted.data);
          // The patient may be called by another name by now: the hold's id says which one was lifted.
          await record((about) =>
            holdRecord({ ...about, operation: HOLD_LIFTED, subject: null }, { ...one, by }),
          );
          await holds.remove(one.id);
        });
        print(json, { ok: true, lifted: wanted.data }, [`lifted ${wanted.data}`]);
      });
    });
}

/** All holds, wherever they lie. @throws what the store of holds throws: nobody knows then what is held. */
export async function holdsStanding(config: Config): Promise<readonly Hold[]> {
  if (config.profile === 'embedded') return openFileHolds(config.dataDir).list();
  const store = await openStore(config, Date.now);
  try {
    return await store.holds.list();
  } finally {
    await store.close();
  }
}

const FINDINGS = Object.freeze({
  unknown: 'no such hold stands in this tenant',
  notStored: 'no such patient is stored, so what its records are called is not known',
  notRecorded: 'it is held, but the ledger cannot be written: lift it, or set it again once it can',
});

class HoldFinding extends Error {
  readonly reason: keyof typeof FINDINGS;
  readonly hold: string;

  constructor(reason: keyof typeof FINDINGS, hold: string) {
    super(FINDINGS[reason]);
    this.reason = reason;
    this.hold = hold;
  }
}

async function finish(name: string, json: boolean, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof HoldFinding)) throw error;
    process.stderr.write(`phield ledger hold ${name}: ${error.message}\n`);
    if (json) {
      const finding = { reason: error.reason, hold: error.hold };
      process.stdout.write(`${JSON.stringify({ ok: false, finding })}\n`);
    }
    process.exitCode = 1;
  }
}

function shown({ id, tenant, names, reason, by, time }: Hold) {
  return { id, tenant, patient: names?.[0] ?? null, reason, by, time };
}

function print(json: boolean, value: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
}
