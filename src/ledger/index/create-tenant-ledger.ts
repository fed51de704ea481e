import { BadUserInputError } from '../../errors.ts';
import type { EventFilter } from '../event-filter.ts';
import type { LedgerNames } from '../ledger-names.ts';
import { readCheckpointText } from '../log/checkpoint.ts';
import { readNote } from '../log/note.ts';
import { DAY_MS } from '../uses/activity-count.ts';
import type { PlacedEvent } from './ledger-index.ts';
import type { KeptIndex } from './open-ledger-index.ts';
import type { LedgerNarrowing, LedgerView, TenantLedger } from './tenant-ledger.ts';

type Place = Omit<PlacedEvent, 'event'>;

/** What a view adds to what is asked for; both must hold. */
const VIEWS: Readonly<Record<LedgerView, EventFilter>> = Object.freeze({
  events: {},
  disclosures: { kinds: ['operation'], decisions: ['PERMIT', 'MASK'] },
  denials: { decisions: ['DENY'] },
  breakGlass: { glass: true },
});

export interface TenantLedgerParts {
  readonly index: Pick<KeptIndex, 'state' | 'page' | 'readings' | 'activity' | 'usage'>;
  /** The log's checkpoint as text, or `null`. */
  readonly checkpoint: () => Promise<string | null>;
  /** Of this tenant. */
  readonly names: LedgerNames;
}

/** Binds an index over all tenants' events to one tenant: the actor's, and no other from then on. */
export function createTenantLedger(
  tenant: string,
  { index, checkpoint, names }: TenantLedgerParts,
): TenantLedger {
  const filterOf = async (view: LedgerView, narrowing: LedgerNarrowing): Promise<EventFilter | null> => {
    const { patient, actor, kind, ...same } = narrowing;
    const { kinds, ...rest } = VIEWS[view];
    if (kind !== undefined && kinds?.includes(kind) === false) return null;
    const only = kind === undefined ? kinds : [kind];
    return {
      ...same,
      ...rest,
      ...(only === undefined ? {} : { kinds: only }),
      ...(patient === undefined ? {} : { patient: await names.patient(patient) }),
      ...(actor === undefined ? {} : { actor: await names.actor(actor, patient) }),
      tenant,
    };
  };
  return Object.freeze({
    standing: async () => {
      const { size, asOf } = await index.state();
      // After the size: a checkpoint that is kept covers what the answers are made from.
      return { size, asOf: timeOf(asOf), checkpoint: await checkpoint() };
    },
    events: async (view, narrowing, { first, after }) => {
      const filter = await filterOf(view, narrowing);
      if (filter === null) return { rows: [], hasNextPage: false };
      const { events, hasNextPage } = await index.page(filter, first, placeOf(after));
      return { rows: events.map((one) => ({ record: one.event, position: positionOf(one) })), hasNextPage };
    },
    readings: async (patient, { first, after }, period = {}) => {
      const filter = await filterOf('disclosures', { patient, ...period });
      if (filter === null) return { rows: [], hasNextPage: false };
      const { readings, hasNextPage } = await index.readings(filter, first, placeOf(after));
      return {
        rows: readings.map((one) => ({ record: one.reading, position: positionOf(one) })),
        hasNextPage,
      };
    },
    activity: async (by, since, until) => {
      const [from, to] = [Math.floor(since / DAY_MS), Math.ceil(until / DAY_MS)];
      // A log that is out of reach leaves an answer as of what is there, and that says so.
      const known = await checkpoint().then(sizeOf, () => null);
      const { size, asOf, ...found } = await index.activity(tenant, by, from, to);
      // Without a checkpoint there is nothing to have: what is there is of a log that is gone.
      const isUpToDate = known !== null && (known === 0 ? size === 0 : size >= known);
      return { ...found, complete: found.complete && isUpToDate, asOf: timeOf(asOf) };
    },
    usage: (since, { mix }) => index.usage(tenant, Math.floor(since / DAY_MS), mix),
  } satisfies TenantLedger);
}

function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** Entries that a checkpoint covers; `null`: it is none. */
function sizeOf(signed: string | null): number | null {
  if (signed === null) return 0;
  const note = readNote(Buffer.from(signed));
  return note === null ? null : (readCheckpointText(note.text)?.size ?? null);
}

function positionOf({ time, entry, ordinal }: Place): string {
  return `${time}.${entry}.${ordinal}`;
}

/** Cursors are sealed, so this is one of ours, unless it is of another version. */
function placeOf(position: string | null): Place | null {
  if (position === null) return null;
  const [, time, entry, ordinal] = /^(-?\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(position) ?? [];
  if (time === undefined) throw new BadUserInputError('a position that is none');
  return { time: Number(time), entry: Number(entry), ordinal: Number(ordinal) };
}
