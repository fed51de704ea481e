import { relationshipBit } from '../src/access/decide.ts';
import { categoriesOpenToSelf } from '../src/access/open-to-self.ts';
import { UpstreamUnavailableError } from '../src/errors.ts';
import type {
  LedgerEventKind,
  LedgerFilter,
  LedgerResolvers,
  QueryResolvers,
} from '../src/generated/resolver-types.ts';
import type { Actor } from '../src/identity/actor.ts';
import type {
  LedgerNarrowing,
  LedgerStanding,
  LedgerView,
  TenantLedger,
} from '../src/ledger/index/tenant-ledger.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { parseTypedId } from './parse-node-id.ts';
import { readMoment } from './read-moment.ts';
import { toLedgerEvent, toRecordReading } from './to-ledger-event.ts';

/** What `Ledger` resolves to. */
export interface LedgerParent {
  readonly ledger: TenantLedger;
  /** The same one for all fields of it. */
  readonly standing: () => Promise<LedgerStanding>;
}

const DEFAULT_FIRST = 20;
const SELF = relationshipBit('SELF');
const KIND: Readonly<Record<LedgerEventKind, NonNullable<LedgerNarrowing['kind']>>> = Object.freeze({
  OPERATION: 'operation',
  REFUSAL: 'refusal',
  PRIVILEGED: 'privileged',
});

/** Root rules let in privacy officers and auditors; the ledger is bound to the actor's tenant where it is made. */
export const ledger: Required<QueryResolvers>['ledger'] = (_root, _args, context): LedgerParent => {
  const own = ledgerOf(context);
  let standing: Promise<LedgerStanding> | null = null;
  return {
    ledger: own,
    standing: () => {
      standing ??= own.standing();
      return standing;
    },
  };
};

/** Root rules let in patients. Whose record it is, is told by the sign-in and the store, never by an argument. */
export const whoSawMyRecord: Required<QueryResolvers>['whoSawMyRecord'] = async (_root, args, context) => {
  const { access, record } = actingOf(context);
  const own = ownPatient(context.actor);
  if (own === null) return null;
  const { relationships } = await access.subject(own);
  if ((relationships & SELF) === 0) return null;
  const readings = ledgerOf(context);
  const coordinate = 'Query.whoSawMyRecord';
  await record({ coordinate, subject: own, resource: { type: 'Patient', id: own } });
  const page = await readings.readings(own, {
    first: args.first ?? DEFAULT_FIRST,
    after: args.after ?? null,
  });
  const open = categoriesOpenToSelf(access.model, access.vector.accessClass);
  const rows = page.rows.map(({ record: reading, position }) => ({
    record: toRecordReading(reading, context.actor.tenant, (category) => open.has(category)),
    position,
  }));
  return { rows, hasNextPage: page.hasNextPage };
};

export const ledgerLists: Required<
  Pick<LedgerResolvers, 'size' | 'asOf' | 'checkpoint' | 'events' | 'disclosures' | 'denials' | 'breakGlass'>
> = Object.freeze({
  size: standing('size'),
  asOf: standing('asOf'),
  checkpoint: standing('checkpoint'),
  events: list('events'),
  disclosures: list('disclosures'),
  denials: list('denials'),
  breakGlass: list('breakGlass'),
});

interface ListArguments {
  readonly filter?: LedgerFilter | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** How far the log has come tells how much went on: it is looked at on record too. */
function standing<Name extends keyof LedgerStanding>(name: Name) {
  return async (
    parent: LedgerParent,
    _args: unknown,
    context: ResolverContext,
  ): Promise<LedgerStanding[Name]> => {
    const resource = { type: 'Ledger', id: context.actor.tenant };
    await actingOf(context).record({ coordinate: `Ledger.${name}`, subject: null, resource });
    return (await parent.standing())[name];
  };
}

/** Reading the ledger is itself recorded (design §7), before anything is looked for. */
function list(view: LedgerView) {
  return async ({ ledger: own }: LedgerParent, args: ListArguments, context: ResolverContext) => {
    const narrowing = toNarrowing(args.filter ?? {});
    const { tenant } = context.actor;
    await actingOf(context).record({
      coordinate: `Ledger.${view}`,
      subject: narrowing.patient ?? null,
      resource: { type: 'Ledger', id: tenant },
    });
    const of = { first: args.first ?? DEFAULT_FIRST, after: args.after ?? null };
    const page = await own.events(view, narrowing, of);
    const rows = page.rows.map(({ record, position }) => ({
      record: toLedgerEvent(record, tenant),
      position,
    }));
    return { rows, hasNextPage: page.hasNextPage };
  };
}

function ledgerOf({ ledger: open }: ResolverContext): TenantLedger {
  if (open === undefined) throw new UpstreamUnavailableError('this gateway keeps no index of the ledger');
  return open();
}

/** Whose record it would be: whether it is the actor's own, and at hand in this launch, the relationship says. */
function ownPatient({ fhirUser, patient }: Actor): string | null {
  return fhirUser?.startsWith('Patient/') ? fhirUser.slice('Patient/'.length) : patient;
}

/** @throws BadUserInputError */
export function toNarrowing(filter: LedgerFilter): LedgerNarrowing {
  const { patient, kind, since, until, ...same } = filter;
  const given = Object.entries(same).filter(([, value]) => value !== null && value !== undefined);
  const [from, to] = [readMoment(since), readMoment(until)];
  return {
    ...Object.fromEntries(given),
    ...(typeof patient === 'string' ? { patient: parseTypedId('Patient', patient) } : {}),
    ...(kind ? { kind: KIND[kind] } : {}),
    ...(from === null ? {} : { since: from }),
    ...(to === null ? {} : { until: to }),
  };
}
