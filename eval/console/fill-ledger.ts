import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import type { Config } from '../../src/config.ts';
import type { OperationRecord, RecordedField } from '../../src/ledger/operation-record.ts';
import { SCHEMA_FOLDER } from '../../src/schema-folder.ts';
import { eventsOf } from '../signals/look.ts';
import { generateMonth } from '../signals/month.ts';

const DAY = 86_400_000;
const DAYS = 30;
/** Records under way at once: as many as a busy gateway's. */
const AT_ONCE = 512;

export interface Filled {
  readonly records: number;
  readonly events: number;
}

/**
 * Puts the last month of a made-up hospital, 3.3 million events, into the ledger of a data directory, through a writer
 * as any other. Grants are those of the shipped schema.
 */
export async function fillLedger(config: Config, seed: number): Promise<Filled> {
  const model = readAccessModel(readSdl(await loadSdl(SCHEMA_FOLDER)));
  const month = generateMonth({ seed, days: DAYS, patients: 5_000, quietDays: 7 });
  const ledger = await openCommandLedger(config);
  let [records, events] = [0, 0];
  let shift: number | null = null;
  try {
    let waiting: Promise<void>[] = [];
    for (const record of month.records()) {
      // Whole days, so that nights stay nights.
      shift ??= Math.floor((Date.now() - Date.parse(record.time)) / DAY - DAYS) * DAY;
      waiting.push(ledger.append(withGrants(moved(record, shift), model)));
      records += 1;
      events += eventsOf(record);
      if (waiting.length < AT_ONCE) continue;
      await Promise.all(waiting);
      waiting = [];
    }
    await Promise.all(waiting);
  } finally {
    await ledger.close();
  }
  return { records, events };
}

function moved(record: OperationRecord, by: number): OperationRecord {
  return { ...record, time: new Date(Date.parse(record.time) + by).toISOString() };
}

function withGrants(record: OperationRecord, model: AccessModel): OperationRecord {
  const [role = ''] = record.roles;
  const granted = ([coordinate, category, decision, mask, reason, grant]: RecordedField): RecordedField => {
    const [type = '', name] = coordinate.split('.');
    const field = model.types[type]?.fields.find((one) => one.name === name);
    const served = (field?.grants[category ?? ''] ?? []).find(
      ({ roles, purposes }) => roles.includes(role) && purposes.includes(record.purpose ?? ''),
    );
    return [coordinate, category, decision, mask, reason, grant === null ? null : (served?.id ?? null)];
  };
  return {
    ...record,
    shapes: record.shapes.map((shape) => ({ ...shape, fields: shape.fields.map(granted) })),
  };
}
