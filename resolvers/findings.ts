import { BadUserInputError, PhieldError } from '../src/errors.ts';
import type { MutationResolvers, QueryResolvers, SignalFinding } from '../src/generated/resolver-types.ts';
import { ProviderId } from '../src/identity/names.ts';
import { DETECTOR_NAMES, type DetectorName } from '../src/signals/finding.ts';
import type { FindingChange, KeptFinding } from '../src/signals/kept-finding.ts';
import { actingOf, forbid } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { toFinding } from './to-finding.ts';

/** Of findings in the ledger; a list of them is named by its tenant. */
const TYPE = 'SignalFinding';
const DEFAULT_FIRST = 20;
const ID = /^[0-9a-f]{32}$/;

/** Root rules let in privacy officers and auditors; looking is on record before anything is read. */
export const findings: Required<QueryResolvers>['findings'] = async (_root, args, context) => {
  const detector = detectorOf(args.detector ?? null);
  const { record, commands } = actingOf(context);
  await record({
    coordinate: 'Query.findings',
    subject: null,
    resource: { type: TYPE, id: context.actor.tenant },
  });
  const page = await commands().findings.list({
    state: args.state ?? null,
    severity: args.severity ?? null,
    detector,
    first: args.first ?? DEFAULT_FIRST,
    after: args.after ?? null,
  });
  const rows = page.rows.map(({ record: kept, position }) => ({ record: toFinding(kept), position }));
  return { rows, hasNextPage: page.hasNextPage };
};

export const finding: Required<QueryResolvers>['finding'] = async (_root, { id }, context) => {
  const { record, commands } = actingOf(context);
  const resource = { type: TYPE, id: findingId(id) };
  await record({ coordinate: 'Query.finding', subject: null, resource });
  const found = await commands().findings.find(resource.id);
  return found === null ? null : toFinding(found);
};

/** Who looks into it. Whom it is about does not. */
export const assignFinding: Required<MutationResolvers>['assignFinding'] = async (
  _root,
  { id, version, assignee },
  context,
) => {
  if (!ProviderId.safeParse(assignee).success) throw new BadUserInputError('no id of an actor');
  const change = { state: 'ASSIGNED', assignee } as const;
  return judge({ coordinate: 'Mutation.assignFinding', id, version, change }, context);
};

export const closeFinding: Required<MutationResolvers>['closeFinding'] = (
  _root,
  { id, version, verdict },
  context,
) =>
  judge({ coordinate: 'Mutation.closeFinding', id, version, change: { state: 'CLOSED', verdict } }, context);

export const reopenFinding: Required<MutationResolvers>['reopenFinding'] = (
  _root,
  { id, version },
  context,
) => judge({ coordinate: 'Mutation.reopenFinding', id, version, change: { state: 'OPEN' } }, context);

interface Judgement {
  readonly coordinate: string;
  readonly id: string;
  readonly version: number;
  readonly change: FindingChange;
}

/** Root rules let in privacy officers. Nobody judges what they did themselves, nor is it given to them (four eyes). */
async function judge(
  { coordinate, id: text, version, change }: Judgement,
  context: ResolverContext,
): Promise<SignalFinding | null> {
  const acting = actingOf(context);
  const { access, commands, record } = acting;
  const { findings: own } = commands();
  const id = findingId(text);
  const resource = { type: TYPE, id };
  const known = await own.find(id);
  if (known === null) {
    access.refuse({ coordinate, ...resource, reason: 'RELATIONSHIP' });
    return null;
  }
  const involved = change.state === 'ASSIGNED' ? [change.assignee] : [];
  if (await isAbout(known, [context.actor.id, ...involved], context)) {
    forbid(acting, { coordinate, ...resource });
  }
  if (known.version === version) {
    await record({ coordinate, subject: null, resource });
    const changed = await own.change(id, version, change, { by: context.actor.id, now: access.now });
    if (changed !== null && changed !== 'conflict') return toFinding(changed);
  }
  access.refuse({ coordinate, ...resource, reason: 'ERROR' });
  throw new PhieldError('CONFLICT', 'a finding is not as the reviewer has seen it');
}

/** Under every name that the ledger may have them by: a finding bears the one that its records bear. */
async function isAbout(
  { finding: { actor: about } }: KeptFinding,
  actors: readonly string[],
  { acting, actor }: ResolverContext,
): Promise<boolean> {
  if (about === null || acting === undefined) return false;
  const { ledgerNames } = acting.commands();
  const patient = actor.fhirUser?.startsWith('Patient/')
    ? actor.fhirUser.slice('Patient/'.length)
    : actor.patient;
  const names = await Promise.all(actors.map((id) => ledgerNames.actor(id, patient)));
  return names.flat().includes(about);
}

function detectorOf(name: string | null): DetectorName | null {
  const known = DETECTOR_NAMES.find((one) => one === name);
  if (name !== null && known === undefined) throw new BadUserInputError('no name of a detector');
  return known ?? null;
}

/** What is asked for stands in the ledger: nothing but ids may come there. */
function findingId(text: string): string {
  if (!ID.test(text)) throw new BadUserInputError('no id of a finding');
  return text;
}
