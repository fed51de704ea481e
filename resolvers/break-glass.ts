import type { OpenedGlass } from '../src/access/facts.ts';
import { mayBreakGlass } from '../src/access/may-break-glass.ts';
import type { MutationResolvers } from '../src/generated/resolver-types.ts';
import { actingOf, forbid, notThere } from './acting.ts';
import { parseTypedId } from './parse-node-id.ts';
import { readStatement } from './read-statement.ts';

const coordinate = 'Mutation.breakGlass';

/**
 * Opens a glass, once it is on record. Two that are asked for at once are one glass: the store gives both the
 * first, and the record then names it too; an id on record that nothing was read through is of one that was not opened.
 */
export const breakGlass: Required<MutationResolvers>['breakGlass'] = async (
  _root,
  { patientId, reason, justification },
  context,
) => {
  const acting = actingOf(context);
  const { access, policy, commands, record, newId, alert } = acting;
  const subject = parseTypedId('Patient', patientId);
  const patient = { coordinate, type: 'Patient', id: subject };
  // The `patient` claim narrows every role to that one patient, emergency or not.
  const { patient: launched } = context.actor;
  if (!mayBreakGlass(access.vector) || (launched !== null && launched !== subject)) forbid(acting, patient);
  const stated = readStatement(justification);

  const { facts } = await access.subject(subject);
  if (!facts.exists) notThere(acting, patient);
  const act = { coordinate, subject, resource: { type: 'Patient', id: subject } };
  const open = inForce(facts.glass, access.now);
  if (open !== null) {
    await record({ ...act, glass: open.id });
    return answer(open);
  }

  const id = newId();
  await record({ ...act, glass: id });
  const minutes = policy.settings.breakGlassMinutes;
  const opened = await commands().openGlass({
    id,
    subjectId: subject,
    reason,
    justification: stated,
    minutes,
  });
  if (opened === null) notThere(acting, patient);
  if (opened.id === id) alert(id);
  else await record({ ...act, glass: opened.id });
  return answer(opened);
};

function inForce(glass: OpenedGlass | null, now: number): OpenedGlass | null {
  return glass !== null && glass.openedAt <= now && now < glass.expiresAt ? glass : null;
}

function answer({ id, expiresAt }: OpenedGlass) {
  return { id, expiresAt: new Date(expiresAt).toISOString() };
}
