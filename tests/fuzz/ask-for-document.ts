import type { GatewayRequest } from '../../src/handle-operation.ts';
import { sha256 } from '../documents/registered.ts';
import type { Chooser } from '../properties/chooser.ts';
import { type FuzzWorld, OTHERS, RETIRED } from './fuzz-world.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import { mutateBytes, mutateMembers } from './mutate.ts';
import { NASTY_TEXTS } from './nasty.ts';

/** A client of documents asks for one by id, hash and text, in bodies and addresses: nothing runs but its own. */
export async function askForDocument(choose: Chooser, world: FuzzWorld): Promise<Verdict> {
  const texts = [world.approved, RETIRED, OTHERS, '{ text: me { id } }'];
  const hash = () => {
    const good = sha256(choose.one(texts));
    return choose.chance(0.15) ? mutateBytes(choose, Buffer.from(good)).toString() : good;
  };
  const id = () => choose.one([hash(), `sha256:${hash()}`, hash().toUpperCase(), choose.one(NASTY_TEXTS)]);
  const members: Record<string, unknown> = { variables: { id: choose.one(['ada', 'canary-patient']) } };
  if (choose.chance(0.5)) members.documentId = id();
  if (choose.chance(0.3)) members.id = id();
  if (choose.chance(0.4)) members.extensions = { persistedQuery: { version: 1, sha256Hash: hash() } };
  if (choose.chance(0.4)) members.query = choose.one(texts);
  const given = choose.chance(0.3) ? mutateMembers(choose, members) : members;
  const answer = await world.gateway.handle(request(choose, world, given));
  const verdict = judgeAnswer(answer);
  if (verdict.complaint !== null || !/"(retired|others|text)":/.test(answer.body)) return verdict;
  return { ...verdict, complaint: 'a document ran that is not its own' };
}

function request(choose: Chooser, world: FuzzWorld, given: unknown): GatewayRequest {
  const headers = {
    authorization: world.documentsOnly,
    'content-type': 'application/json',
    'apollo-require-preflight': '1',
  };
  const common = { headers, remoteAddress: '192.0.2.1' };
  const search = searchOf(given);
  if (choose.chance(0.3)) return { ...common, method: 'GET', search, body: undefined };
  return { ...common, method: 'POST', search: choose.chance(0.2) ? search : '', body: given };
}

function searchOf(given: unknown): string {
  if (typeof given !== 'object' || given === null) return '';
  const parameters = Object.entries(given).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  ]);
  return `?${new URLSearchParams(parameters)}`;
}
