import { BadUserInputError, UpstreamUnavailableError } from '../src/errors.ts';
import type { ExportFormat, LedgerFile, LedgerResolvers } from '../src/generated/resolver-types.ts';
import type { ExportAsked, LedgerDesk } from '../src/ledger/desk/ledger-desk.ts';
import { readEventId } from '../src/ledger/event-id.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { type LedgerParent, toNarrowing } from './ledger.ts';
import { parseTypedId } from './parse-node-id.ts';
import { readMoment } from './read-moment.ts';
import { toRecordReading } from './to-ledger-event.ts';
import { toVerification } from './to-verification.ts';

const DEFAULT_FIRST = 20;
const MOST_RECORDS = 1000;
const FORMAT: Readonly<Record<ExportFormat, ExportAsked['format']>> = Object.freeze({
  AUDITEVENT: 'auditevent',
  CSV: 'csv',
  NDJSON: 'ndjson',
});

/** What leaves the ledger whole. Each is on record, under the name that the command line's has, before anything is read. */
export const ledgerFiles: Required<
  Pick<LedgerResolvers, 'readings' | 'accounting' | 'export' | 'proof' | 'trust' | 'lastVerification'>
> = Object.freeze({
  readings: async ({ ledger }, { patient, since, until, first, after }, context) => {
    const subject = parseTypedId('Patient', patient);
    const period = periodOf(since, until);
    await look(context, 'Ledger.readings', { subject });
    const page = { first: first ?? DEFAULT_FIRST, after: after ?? null };
    const { rows, hasNextPage } = await ledger.readings(subject, page, period);
    const { tenant } = context.actor;
    return {
      rows: rows.map(({ record, position }) => ({
        record: toRecordReading(record, tenant, () => true),
        position,
      })),
      hasNextPage,
    };
  },
  accounting: async ({ ledger }, { patient, since, until, all, format }, context) => {
    const desk = deskOf(ledger);
    const subject = parseTypedId('Patient', patient);
    const { since: from = null, until: to = null } = periodOf(since, until);
    const { policy, request } = await look(context, 'Ledger.accounting', {
      subject,
      operation: 'ledger_accounting',
    });
    const isPdf = format === 'PDF';
    const bytes = await desk.accounting({
      patient: subject,
      mode: all ? 'all' : 'accounting',
      format: isPdf ? 'pdf' : 'json',
      from,
      until: to,
      request,
      bearsNames: (policy.pseudonyms ?? 'none') !== 'none',
    });
    return isPdf
      ? fileOf('accounting.pdf', 'application/pdf', bytes)
      : fileOf('accounting.json', 'application/json', bytes);
  },
  export: async ({ ledger }, { format, filter, first, after }, context) => {
    const desk = deskOf(ledger);
    const narrowing = toNarrowing(filter ?? {});
    const records = first ?? MOST_RECORDS;
    if (records < 1 || records > MOST_RECORDS) {
      throw new BadUserInputError(`Ledger.export: first is not between 1 and ${MOST_RECORDS}`);
    }
    const { request } = await look(context, 'Ledger.export', {
      subject: narrowing.patient ?? null,
      operation: 'ledger_exported',
    });
    return desk.exportPage({
      format: FORMAT[format],
      narrowing,
      first: records,
      after: after ?? null,
      request,
    });
  },
  proof: async ({ ledger }, { event }, context) => {
    const desk = deskOf(ledger);
    if (readEventId(event) === null) throw new BadUserInputError('Ledger.proof: not the id of an event');
    await look(context, 'Ledger.proof');
    const bytes = await desk.proof(event);
    return bytes === null ? null : fileOf(`${event}.tlog-proof`, 'text/plain', bytes);
  },
  trust: async ({ ledger }, _args, context) => {
    const desk = deskOf(ledger);
    await look(context, 'Ledger.trust');
    const bytes = await desk.trust();
    return bytes === null ? null : fileOf('trust.json', 'application/json', bytes);
  },
  lastVerification: async ({ ledger }, _args, context) => {
    const desk = deskOf(ledger);
    await look(context, 'Ledger.lastVerification');
    const last = await desk.lastVerification();
    return last === null ? null : toVerification(last);
  },
});

interface Look {
  readonly subject?: string | null;
  /** The name that the command line's act has on record. */
  readonly operation?: string;
}

/** Reading the ledger is itself recorded (design §7), before anything is looked for. */
async function look(context: ResolverContext, coordinate: string, { subject = null, operation }: Look = {}) {
  const acting = actingOf(context);
  await acting.record({
    coordinate,
    subject,
    resource: { type: 'Ledger', id: context.actor.tenant },
    ...(operation === undefined ? {} : { operation }),
  });
  return acting;
}

/** @throws UpstreamUnavailableError where the gateway has none. */
export function deskOf({ desk }: LedgerParent['ledger']): LedgerDesk {
  if (desk === undefined) throw new UpstreamUnavailableError('this gateway has no desk for the ledger');
  return desk;
}

function periodOf(since: string | null | undefined, until: string | null | undefined) {
  const [from, to] = [readMoment(since), readMoment(until)];
  if (from !== null && to !== null && from >= to) {
    throw new BadUserInputError('since, until: not a period');
  }
  return { ...(from === null ? {} : { since: from }), ...(to === null ? {} : { until: to }) };
}

function fileOf(name: string, type: string, bytes: Uint8Array): LedgerFile {
  return { __typename: 'LedgerFile', name, type, base64: Buffer.from(bytes).toString('base64') };
}
