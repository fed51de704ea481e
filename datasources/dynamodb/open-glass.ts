import type { OpenedGlass } from '../../src/access/facts.ts';
import { BadUserInputError, UpstreamUnavailableError } from '../../src/errors.ts';
import { isFhirId } from '../../src/fhir-id.ts';
import type { GlassRequest } from '../health-commands.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { batchWrite } from './batch-write.ts';
import { COMMAND_ATTEMPTS, type CommandScope, readSubject } from './command-scope.ts';
import { actorHash, readGiven } from './given-item.ts';
import { openEntry, type ReviewEntry, sealEntry, sealText } from './review-item.ts';
import { dateShift, instantKey } from './sort-key.ts';
import { backOff, putIf } from './store-calls.ts';
import { storeGiven } from './store-given.ts';

/** The most minutes a glass stays open, whatever a tenant sets. */
const MOST_MINUTES = 240;

/**
 * Opens a glass for the actor. Its entry in the review queue comes first: a process that dies between leaves an
 * entry about a glass that opened nothing, never a glass that nobody reviews.
 */
export async function openGlass(scope: CommandScope, request: GlassRequest): Promise<OpenedGlass | null> {
  const { store, itemKeys, keyring, clock } = scope;
  const { subjectId, id, minutes } = request;
  if (!isFhirId(id)) throw new BadUserInputError('the id of a glass is none');
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) {
    throw new BadUserInputError('a glass stays open for 1 to 240 minutes');
  }
  const { secrets } = await keyring.open(scope.tenant);
  const place = itemKeys.given(subjectId, actorHash(secrets.index, scope.actor));
  const openedAt = clock();
  const glass: OpenedGlass = Object.freeze({ id, openedAt, expiresAt: openedAt + minutes * 60_000 });
  let queued = false;
  for (let attempt = 1; attempt <= COMMAND_ATTEMPTS; attempt += 1) {
    const { key, items } = await readSubject(scope, subjectId, [place]);
    if (key === null) return null;
    const given = readGiven(key, items[0] ?? null);
    const open = given.glass !== null && clock() < given.glass.expiresAt ? given.glass : null;
    if (open !== null) {
      if (queued && open.id !== id) await unqueue(scope, glass, subjectId);
      return open;
    }
    if (!queued) await queue(scope, request, glass, key);
    queued = true;
    if (await storeGiven(store, key, place, given, { ...given, glass })) return glass;
    await backOff(store, attempt);
  }
  throw new UpstreamUnavailableError('what an actor is given keeps changing');
}

async function queue(
  scope: CommandScope,
  { subjectId, reason, justification }: GlassRequest,
  glass: OpenedGlass,
  key: PatientKey,
): Promise<void> {
  const { store, itemKeys, keyring, tenant, actor } = scope;
  const { secrets } = await keyring.open(tenant);
  const place = itemKeys.review(glass.id);
  const entry: ReviewEntry = {
    ...glass,
    subjectId,
    issuer: actor.issuer,
    actor: actor.id,
    roles: actor.roles,
    client: actor.client,
    reason,
    reviewer: null,
    verdict: null,
    reviewedAt: null,
  };
  const pointer = itemKeys.reviewed(subjectId, glass.id);
  await batchWrite(store, {
    puts: [
      { pk: { S: pointer.pk }, sk: { S: pointer.sk } },
      { pk: { S: itemKeys.reviews() }, sk: { S: await queueKey(scope, glass) }, p: { S: subjectId } },
    ],
    deletes: [],
  });
  const won = await putIf(store, {
    TableName: store.tables.data,
    Item: {
      pk: { S: place.pk },
      sk: { S: place.sk },
      s: { S: 'OPEN' },
      ...sealEntry(secrets.records, place, entry, store.random),
      ...sealText(key, place, 'justification', justification, store.random),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  if (won) return;
  // A call that the client library repeated after the store had taken it is no other glass.
  const [item = null] = await batchGet(store, [place]);
  const there = item === null ? null : openEntry(secrets.records, item);
  const same = there?.subjectId === subjectId && there.actor === actor.id && there.issuer === actor.issuer;
  if (!same || there.openedAt !== glass.openedAt) throw new BadUserInputError('the id of a glass is taken');
}

/** Takes the entry of a glass away that lost to another of the same actor: it never opened anything. */
async function unqueue(scope: CommandScope, glass: OpenedGlass, subjectId: string): Promise<void> {
  const { store, itemKeys } = scope;
  const entry = { pk: itemKeys.reviews(), sk: await queueKey(scope, glass) };
  const deletes = [entry, itemKeys.review(glass.id), itemKeys.reviewed(subjectId, glass.id)];
  await batchWrite(store, { puts: [], deletes });
}

/** Sort key of an entry: by the moment of opening, moved as dates in panels are. */
async function queueKey({ keyring, tenant }: CommandScope, { id, openedAt }: OpenedGlass): Promise<string> {
  const { secrets } = await keyring.open(tenant);
  return `${instantKey(openedAt, dateShift(secrets.index))}#${id}`;
}
