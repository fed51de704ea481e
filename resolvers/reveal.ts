import { revealSeconds } from '../src/access/may-reveal.ts';
import type { MutationResolvers } from '../src/generated/resolver-types.ts';
import { actingOf, forbid, notThere } from './acting.ts';
import { parseNodeId } from './parse-node-id.ts';
import { readStatement } from './read-statement.ts';

const coordinate = 'Mutation.reveal';

/** Lifts a tenant's masks from fields of one row, once the reason is on record. */
export const reveal: Required<MutationResolvers>['reveal'] = async (
  _root,
  { id: reference, fields, reason },
  context,
) => {
  const acting = actingOf(context);
  const { access, policy, commands, record, newId } = acting;
  const { type, id } = parseNodeId(reference);
  const asked = { coordinate, type, id };
  const stated = readStatement(reason);
  const names = [...new Set(fields)];
  // Nothing but types about patients has rows; what is none is not there.
  if (!Object.hasOwn(access.model.types, type)) notThere(acting, asked);
  const { record: row, facts } = await context.data.row(type, id);
  const subject = access.admit(facts);
  const subjectType = access.model.types[type];
  if (row === null || subjectType === undefined || subject.row(subjectType, row) === null) {
    notThere(acting, asked);
  }
  const seconds = revealSeconds(access, subject, policy, type, row, names);
  if (seconds === null) forbid(acting, asked);

  const coordinates = names.map((name) => `${type}.${name}`);
  await record({ coordinate, subject: facts.subjectId, resource: { type, id }, fields: coordinates });
  const reveals = await commands().openReveal({
    id: newId(),
    subjectId: facts.subjectId,
    resource: reference,
    coordinates,
    reason: stated,
    seconds,
  });
  return reveals
    .filter((one) => coordinates.includes(one.coordinate))
    .map((one) => ({
      field: one.coordinate.slice(type.length + 1),
      expiresAt: new Date(one.expiresAt).toISOString(),
    }));
};
