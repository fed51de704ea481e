import { BadUserInputError, UpstreamUnavailableError } from '../../errors.ts';
import type { EventFilter } from '../event-filter.ts';
import type { PatientStanding } from '../export/accounting/gaps-of.ts';
import type { PurposeAncestors } from '../export/accounting/purposes.ts';
import type { OutsideClients } from '../export/outside-clients.ts';
import type { LedgerNarrowing, TenantLedger } from '../index/tenant-ledger.ts';
import type { LedgerNames } from '../ledger-names.ts';
import type { DeskAnswer, DeskJob, ExportPosition } from './desk-jobs.ts';
import type { LedgerDesk } from './ledger-desk.ts';
import { readOutcome, VERIFIED } from './verification-outcome.ts';
import type { Verifications } from './verifications.ts';

export interface LedgerDeskParts {
  readonly thread: { ask(tenant: string, job: DeskJob): Promise<Exclude<DeskAnswer, { kind: 'failed' }>> };
  readonly verifications: Verifications;
  /** Of this tenant. */
  readonly ledger: Pick<TenantLedger, 'events'>;
  readonly names: LedgerNames;
  readonly standing: (patient: string) => Promise<PatientStanding>;
  readonly clients: () => Promise<OutsideClients>;
  /** Of the schema's purposes. */
  readonly ancestors: PurposeAncestors;
  readonly clock: () => number;
}

/** Binds the desk to one tenant: the actor's, and no other from then on. */
export function createLedgerDesk(tenant: string, parts: LedgerDeskParts): LedgerDesk {
  const { thread, verifications, ledger, names, standing, clients, ancestors, clock } = parts;
  const file = async (job: DeskJob): Promise<Uint8Array | null> => {
    const answer = await thread.ask(tenant, job);
    if (answer.kind !== 'file') throw new UpstreamUnavailableError('the ledger desk answers something else');
    return answer.bytes;
  };
  return Object.freeze({
    trust: () => file({ kind: 'trust' }),
    proof: (event) => file({ kind: 'proof', tenant, event }),
    accounting: async (asked) => {
      const [all, stands, known] = await Promise.all([
        names.patient(asked.patient),
        standing(asked.patient),
        clients(),
      ]);
      const job = { ...asked, kind: 'accounting' as const, tenant, names: all, standing: stands };
      const bytes = await file({ ...job, now: clock(), ancestors, clients: known });
      if (bytes === null) throw new UpstreamUnavailableError('the ledger desk gave no document');
      return bytes;
    },
    exportPage: async ({ format, narrowing, first, after, request }) => {
      const position = readPosition(after);
      const [filter, known] = await Promise.all([filterOf(tenant, narrowing, names), clients()]);
      const job = { kind: 'export' as const, format, filter, first, after: position, request };
      const page = await thread.ask(tenant, { ...job, clients: known });
      if (page.kind !== 'page') throw new UpstreamUnavailableError('the ledger desk answers something else');
      return {
        text: page.text,
        count: page.count,
        complete: page.complete,
        next: page.next === null ? null : writePosition(page.next),
      };
    },
    verify: (records) => verifications.verify(tenant, records),
    lastVerification: async () => {
      const running = verifications.running(tenant);
      if (running !== null) return running;
      const { coordinate } = VERIFIED;
      const { rows } = await ledger.events('events', { coordinate }, { first: 1, after: null });
      const [last] = rows;
      return last === undefined ? null : readOutcome(last.record.resource.id ?? '', last.record.actor);
    },
  } satisfies LedgerDesk);
}

/** As the command line narrows: everything of the tenant, under all names that somebody may stand under. */
async function filterOf(
  tenant: string,
  { patient, actor, kind, ...same }: LedgerNarrowing,
  names: LedgerNames,
): Promise<EventFilter> {
  return {
    ...same,
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...(patient === undefined ? {} : { patient: await names.patient(patient) }),
    ...(actor === undefined ? {} : { actor: await names.actor(actor, patient) }),
    tenant,
  };
}

const POSITION = /^(-1|\d{1,15})\.(\d{1,15})\.(\d{1,15})$/;

function writePosition({ time, entry, size }: ExportPosition): string {
  return Buffer.from(`${time}.${entry}.${size}`).toString('base64url');
}

/** A position says nothing of anybody, and opens nothing: what is asked for is bound to the tenant anew. */
function readPosition(after: string | null): ExportPosition | null {
  if (after === null) return null;
  const [, time, entry, size] = POSITION.exec(Buffer.from(after, 'base64url').toString('latin1')) ?? [];
  if (time === undefined) throw new BadUserInputError('a position that is none');
  return { time: Number(time), entry: Number(entry), size: Number(size) };
}
