import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { FhirId, TenantName } from '../identity/names.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import { parseOptions } from './parse-options.ts';
import { reasonOption } from './reason-option.ts';
import { actForTenant, type TenantActs } from './tenant-acts.ts';

const Options = z.object({
  tenant: TenantName,
  patient: FhirId.optional(),
  reason: reasonOption('REQUEST-2026-7'),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

/** Why nobody was erased, or not all. */
const FINDINGS = Object.freeze({
  held: 'a legal hold covers it: nothing is erased while it stands',
  notRecorded: 'the ledger cannot be written, so nothing was erased',
  notDone: 'it is on record, but the store failed: run it again until it is done',
});

class EraseFinding extends Error {
  readonly reason: keyof typeof FINDINGS;

  constructor(reason: keyof typeof FINDINGS) {
    super(FINDINGS[reason]);
    this.reason = reason;
  }
}

/** `phield erase`: a patient's data and keys, for good. Recorded first. Exit 0 done, 1 not, 2 usage. */
export function registerEraseCommands(program: Command): void {
  const erase = program
    .command('erase')
    .description('Erase patients for good: their key goes, and with it every copy.');
  const patient = erase
    .command('patient')
    .description(
      'Erase one patient. The act is recorded first; the ledger keeps what it has, and still verifies.',
    )
    .requiredOption('--tenant <name>', 'whose patient')
    .requiredOption('--patient <id>', 'FHIR logical id')
    .requiredOption('--reason <code>', 'a code of your own, such as REQUEST-2026-7; it must name no patient')
    .option('--yes', 'needed: nothing brings it back')
    .option('--json', 'print one JSON object')
    .action((raw: unknown) =>
      run(patient, 'patient', raw, ({ patient: id }) => (id === undefined ? [] : [id])),
    );
  const again = erase
    .command('again')
    .description('After a restore of the tables: erase again whoever was erased before.')
    .requiredOption('--tenant <name>', 'whose patients')
    .requiredOption('--reason <code>', 'a code of your own, such as RESTORE-2026-2')
    .option('--yes', 'needed: nothing brings it back')
    .option('--json', 'print one JSON object')
    .action((raw: unknown) =>
      run(again, 'again', raw, ({ tenant }, { store }) => store.erasedPatients(tenant)),
    );
}

async function run(
  command: Command,
  name: string,
  raw: unknown,
  whom: (options: Options, acts: TenantActs) => readonly string[] | Promise<readonly string[]>,
): Promise<void> {
  const refuse = (message: string): never => command.error(`phield erase ${name}: ${message}`);
  const options = parseOptions(command, `erase ${name}`, Options, raw);
  if (!options.yes) return refuse('--yes: expected, since nothing brings it back');
  try {
    const erased = await actForTenant(loadConfig(process.env), options.tenant, async (acts) => {
      const ids = await whom(options, acts);
      for (const id of ids) await eraseOne(acts, options, id, name === 'again');
      return ids.length;
    });
    process.stdout.write(options.json ? `${JSON.stringify({ ok: true, erased })}\n` : `erased ${erased}\n`);
  } catch (error) {
    if (!(error instanceof EraseFinding)) throw error;
    process.stderr.write(`phield erase ${name}: ${error.message}\n`);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ ok: false, finding: { reason: error.reason } })}\n`);
    }
    process.exitCode = 1;
  }
}

/** @param again it was erased before, so what is held of it is gone already. */
async function eraseOne(
  { store, names, holds, record }: TenantActs,
  { tenant, reason }: Options,
  id: string,
  again: boolean,
): Promise<void> {
  if (!again) {
    const called = await names.patient(id);
    const isHeld = (await holds.list()).some(
      (hold) =>
        hold.tenant === tenant && (hold.names === null || called.some((one) => hold.names?.includes(one))),
    );
    if (isHeld) throw new EraseFinding('held');
  }
  await record((about) =>
    namingRecord({ ...about, operation: 'patient_erased', tenant, subject: id }, [
      { type: 'Erasure', coordinate: 'Erasure.reason', ids: [reason] },
    ]),
  ).catch(() => {
    throw new EraseFinding('notRecorded');
  });
  await store.erasePatient(tenant, id).catch(() => {
    throw new EraseFinding('notDone');
  });
}
