import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTenantFile } from '../access/is-tenant-file.ts';
import type { Config } from '../config.ts';
import { type EventFilter, namesOf } from '../ledger/event-filter.ts';
import type { LedgerNames } from '../ledger/ledger-names.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { type QueryItem, queryRecords } from '../ledger/query-ledger.ts';
import { knownTenant } from './known-tenant.ts';
import { type OpenedIndex, openIndex } from './open-index.ts';
import { recordByOperator } from './record-by-operator.ts';
import { type About, actForTenant } from './tenant-acts.ts';

/** Whose events are asked for; what is absent does not narrow. */
export interface Asked {
  readonly tenant: string | undefined;
  readonly patient: string | undefined;
}

/** Somebody is asked for who may stand under another name in each tenant. */
export class TenantNeededError extends Error {}

/**
 * Shows what is on record, once it is on record that it was asked for (design §7): by the index where there is a log,
 * and else, or where the index cannot be used, by reading every segment.
 * @throws LedgerNotFoundError where there is no ledger; UnknownTenantError for one with neither file nor records;
 *   TenantNeededError; LedgerUnavailableError, and nothing is shown.
 */
export async function readRecorded(
  config: Config,
  { tenant, patient }: Asked,
  filter: EventFilter,
  show: (items: AsyncIterable<QueryItem>) => Promise<void>,
): Promise<void> {
  const act = { operation: 'ledger_query', tenant: tenant ?? null, subject: patient ?? null };
  const compose = (about: About): OperationRecord => privilegedRecord({ ...about, ...act });
  const index = await openIndex(config, 'ledger query');
  const found = (given: EventFilter, own: string) => withoutOwn(queryRecords(index.read(given), given), own);
  try {
    if (tenant !== undefined && !(await hasRecords(index, tenant))) await knownTenant(config, tenant);
    const named = await bearsNames(config, tenant ?? null, index);
    // Each tenant has names of its own, and the record of this reading would bear the id itself.
    if (named && tenant === undefined && (patient ?? filter.actor) !== undefined)
      throw new TenantNeededError();
    if (tenant === undefined || !named) {
      await show(found(filter, await recordByOperator(config, compose)));
      return;
    }
    await actForTenant(config, tenant, async ({ names, record }) => {
      let own = '';
      await record((about) => {
        own = about.id;
        return compose(about);
      });
      await show(found(await underNames(filter, names), own));
    });
  } finally {
    await index.close();
  }
}

/** Of a tenant whose file is gone they are shown; a misspelt name has neither. */
async function hasRecords(index: OpenedIndex, tenant: string): Promise<boolean> {
  for await (const item of index.read({ tenant })) if (item.kind === 'record') return true;
  return false;
}

/** A reading does not show what it left itself. */
async function* withoutOwn(items: AsyncIterable<QueryItem>, own: string): AsyncGenerator<QueryItem> {
  for await (const item of items) {
    if (item.kind === 'finding' || !item.event.id.startsWith(`${own}.`)) yield item;
  }
}

async function underNames(filter: EventFilter, names: LedgerNames): Promise<EventFilter> {
  const { patient, actor } = filter;
  const [whose = null] = patient === undefined ? [] : namesOf(patient);
  const all = async (given: string | readonly string[], name: (id: string) => Promise<readonly string[]>) =>
    (await Promise.all(namesOf(given).map(name))).flat();
  return {
    ...filter,
    ...(patient === undefined ? {} : { patient: await all(patient, names.patient) }),
    ...(actor === undefined ? {} : { actor: await all(actor, (id) => names.actor(id, whose)) }),
  };
}

/**
 * Whether a tenant's records (`null`: those of any) may bear pseudonyms: a tenant's file says a word of it, or records have them from a
 * time when one did. Only then the store, which has their keys, is started for a mere reading.
 */
async function bearsNames(
  { tenantsDir }: Config,
  tenant: string | null,
  index: OpenedIndex,
): Promise<boolean> {
  if (index.hasNames(tenant)) return true;
  const files = await readdir(tenantsDir).catch(() => []);
  const texts = await Promise.all(
    files.filter(isTenantFile).map((name) => readFile(join(tenantsDir, name), 'utf8')),
  );
  return texts.some((text) => /^\s*['"]?pseudonyms/m.test(text));
}
