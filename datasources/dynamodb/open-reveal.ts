import type { Reveal } from '../../src/access/facts.ts';
import { BadUserInputError, UpstreamUnavailableError } from '../../src/errors.ts';
import { isFhirId } from '../../src/fhir-id.ts';
import type { RevealRequest } from '../health-commands.ts';
import { sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchWrite } from './batch-write.ts';
import { COMMAND_ATTEMPTS, type CommandScope, readSubject } from './command-scope.ts';
import { actorHash, readGiven } from './given-item.ts';
import { isReference } from './item-keys.ts';
import { encodeJson } from './record-codec.ts';
import { backOff } from './store-calls.ts';
import { storeGiven } from './store-given.ts';

const MOST_SECONDS = 3_600;
/** Fields that one actor may have revealed of one patient at a time. */
const MOST_AT_ONCE = 500;

/** Reveals fields of one row to the actor. Why is kept first: nothing is revealed without its reason. */
export async function openReveal(scope: CommandScope, request: RevealRequest): Promise<readonly Reveal[]> {
  const { store, itemKeys, keyring, clock } = scope;
  const { subjectId, id, resource, coordinates, seconds } = request;
  if (!isFhirId(id)) throw new BadUserInputError('the id of a reveal is none');
  if (!isReference(resource)) throw new BadUserInputError('what is to be revealed is no resource');
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS) {
    throw new BadUserInputError('a reveal lasts 1 to 3600 seconds');
  }
  const { secrets } = await keyring.open(scope.tenant);
  const place = itemKeys.given(subjectId, actorHash(secrets.index, scope.actor));
  const now = clock();
  const expiresAt = now + seconds * 1_000;
  const asked = [...new Set(coordinates)].map((coordinate) => ({ coordinate, resource, expiresAt }));
  for (let attempt = 1; attempt <= COMMAND_ATTEMPTS; attempt += 1) {
    const { key, items } = await readSubject(scope, subjectId, [place]);
    if (key === null) return [];
    const given = readGiven(key, items[0] ?? null);
    const reveals = join(
      given.reveals.filter((reveal) => now < reveal.expiresAt),
      asked,
    );
    if (reveals.length > MOST_AT_ONCE) throw new BadUserInputError('too much is revealed at once');
    if (attempt === 1) await keepReason(scope, request, now, expiresAt, key);
    if (await storeGiven(store, key, place, given, { ...given, reveals })) {
      return reveals.filter((reveal) => reveal.resource === resource);
    }
    await backOff(store, attempt);
  }
  throw new UpstreamUnavailableError('what an actor is given keeps changing');
}

/** One per field and row; of two the one that lasts longer. */
function join(before: readonly Reveal[], asked: readonly Reveal[]): readonly Reveal[] {
  const byField = new Map<string, Reveal>();
  for (const reveal of [...before, ...asked]) {
    const name = `${reveal.coordinate} ${reveal.resource}`;
    if ((byField.get(name)?.expiresAt ?? 0) < reveal.expiresAt) byField.set(name, Object.freeze(reveal));
  }
  return Object.freeze([...byField.values()]);
}

async function keepReason(
  { store, itemKeys, actor }: CommandScope,
  { id, subjectId, resource, coordinates, reason }: RevealRequest,
  openedAt: number,
  expiresAt: number,
  key: PatientKey,
): Promise<void> {
  const { pk, sk } = itemKeys.revealed(subjectId, id);
  const { issuer, id: by, roles, client } = actor;
  const body = encodeJson({
    issuer,
    actor: by,
    roles,
    client,
    resource,
    coordinates,
    reason,
    openedAt,
    expiresAt,
  });
  const sealed = sealValue(key.data, ['data', pk, sk, 'b'], body, store.random);
  await batchWrite(store, { puts: [{ pk: { S: pk }, sk: { S: sk }, b: { B: sealed } }], deletes: [] });
}
