import { decodeTime } from 'ulid';
import { createTenantPolicy } from '../access/create-tenant-policy.ts';
import { loadConfig } from '../config.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import { readEventId } from '../ledger/event-id.ts';
import { jsonText } from '../ledger/export/json-line.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { explainEvent as explain } from '../review/explain-event.ts';
import type { ExplainOptions } from './access-explain.ts';
import { describeFinding } from './describe-finding.ts';
import { findKeptPolicy } from './find-kept-policy.ts';
import { NotDeclaredError, readDeclared } from './read-declared.ts';
import { readRecorded } from './read-recorded.ts';
import { renderExplanation } from './render-explanation.ts';
import { safeLine } from './safe-line.ts';
import { writeLine } from './write-line.ts';

/** An operation's id is made while it runs. */
const HOUR = 3_600_000;

/**
 * Why an event was decided so: by what is declared now, or as of a ref, where that is the policy of then; else by the
 * policy of then as the store keeps it. Looking it up is recorded first, as every reading of the ledger is.
 * @throws NotDeclaredError for what is no event's id, and for one that is not on record here.
 */
export async function explainEvent(
  id: string,
  options: ExplainOptions,
  warn: (message: string) => void,
): Promise<void> {
  const event = await findEvent(id, options.tenant, warn);
  if (event === null) throw new NotDeclaredError(`--event: there is no event ${id} on record here`);
  const { tenant, policyVersion } = event;
  if (tenant === null) throw new NotDeclaredError('--event: it concerns no tenant, so no policy decided');
  const declared = await readDeclared({ ...options, tenant }, warn);
  const { model, overlay } = declared;
  const version = overlay === null ? model.version : createTenantPolicy(overlay, model).version;
  const isRead = version === policyVersion;
  const kept =
    isRead || options.asOf !== undefined
      ? null
      : await findKeptPolicy(loadConfig(process.env), tenant, policyVersion, warn);
  const ofThen = isRead ? declared : kept;
  const explained = ofThen === null ? null : explain(ofThen.model, ofThen.overlay, event);
  // A finding: this policy does not say why, or says otherwise.
  if (ofThen === null || explained?.agrees === false) process.exitCode = 1;
  const policy = {
    recorded: policyVersion,
    read: version,
    asOf: options.asOf ?? null,
    same: ofThen !== null,
    kept: kept !== null,
  };
  if (options.json) {
    await writeLine(process.stdout, jsonText({ event, policy, ...(explained ?? { explanation: null }) }));
    return;
  }
  process.stdout.write(`${eventLines(event).map(safeLine).join('\n')}\n`);
  const declaredAt = options.asOf === undefined ? 'what is declared now' : `what ${options.asOf} declares`;
  const read = kept === null ? declaredAt : 'kept in the store, and another than what is declared now';
  if (ofThen === null) {
    const hint =
      options.asOf === undefined ? '; the store does not keep it: name the one of then with --as-of' : '';
    await writeLine(process.stdout, `policy     another than ${read}, which is ${version}${hint}`);
    return;
  }
  await writeLine(process.stdout, `policy     that is ${read}\n`);
  if (explained === null) {
    await writeLine(
      process.stdout,
      'No field was decided by its grants here; the reason above is all of it.',
    );
    return;
  }
  const { relationships } = explained.supposed;
  process.stdout.write(renderExplanation(explained.explanation));
  await writeLine(process.stdout, '');
  await writeLine(
    process.stdout,
    explained.agrees
      ? `This gives what is on record${tiesOf(relationships ?? [])}.`
      : 'This does NOT give what is on record: run phield ledger verify.',
  );
}

/** The ledger does not hold which of them it was. */
function tiesOf(relationships: readonly string[]): string {
  if (relationships.length === 0) return '';
  return `, by ${relationships.join(' or ')}`;
}

async function findEvent(
  id: string,
  tenant: string | undefined,
  warn: (message: string) => void,
): Promise<LedgerEvent | null> {
  const wanted = readEventId(id);
  if (wanted === null) {
    throw new NotDeclaredError(
      '--event: expected the id of an event, as phield ledger query --json prints it',
    );
  }
  const found: LedgerEvent[] = [];
  const filter: EventFilter = { ...(tenant === undefined ? {} : { tenant }), ...around(wanted.id) };
  await readRecorded(loadConfig(process.env), { tenant, patient: undefined }, filter, async (items) => {
    for await (const item of items) {
      if (item.kind === 'finding') {
        process.exitCode = 1;
        warn(`${describeFinding(item)}; run phield ledger verify`);
      } else if (item.event.id === id) {
        found.push(item.event);
        return;
      }
    }
  });
  return found[0] ?? null;
}

/** When the record was made, as its id tells; every record where it does not. */
function around(record: string): Pick<EventFilter, 'since' | 'until'> {
  try {
    const made = decodeTime(record);
    return { since: made - HOUR, until: made + HOUR };
  } catch {
    return {};
  }
}

function eventLines(event: LedgerEvent): readonly string[] {
  const { id, time, actor, roles, tenant, purpose, resource, coordinate, category } = event;
  const row = resource.type === null || resource.id === null ? '' : ` of ${resource.type}/${resource.id}`;
  const mask = event.decision === 'MASK' ? ` ${event.mask}` : '';
  const by = event.grant === null ? '' : ` by ${event.grant}`;
  return [
    `event      ${id}, ${time}`,
    `actor      ${actor ?? 'nobody known'}, ${roles.join(' and ') || 'no role'}, at ${tenant}, for ${purpose ?? 'no purpose'}`,
    `field      ${coordinate ?? event.operation ?? event.kind}${row}${category === null ? '' : `, ${category}`}`,
    `decision   ${event.decision}${mask}${by} (${event.reason})`,
    `of then    policy ${event.policyVersion}`,
  ];
}
