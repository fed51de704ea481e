import { afterAll, expect, it } from 'vitest';
import { insight } from '../datasources/insight-samples.ts';
import { registered } from '../documents/registered.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';
import { askedLedger } from '../support/asked-ledger.ts';

const DAY = 86_400_000;
const BREAK = `mutation($id: ID!) { breakGlass(patientId: $id, reason: OVRER, justification: "Unconscious in the emergency room.") { id } }`;
const REVIEW = `mutation($id: ID!) { reviewBreakGlass(id: $id, verdict: JUSTIFIED, comment: "Checked with the ward.") { id } }`;
const USAGE = `query($since: FhirDateTime) { ledger { usage(since: $since) {
  overdue { kind id since due actor } purposeMix { actor role purpose given share allowed usual } } } }`;
const TENANT = `tenant: riverside
review: { breakGlassDays: 2, insightDays: 3, documentDays: 5 }
purposeMix: { PHYSICIAN: { HPAYMT: 0.25 } }
`;

const ledger = askedLedger();
afterAll(() => ledger.close());
const given = await actingGateway(TENANT, { openTenantLedger: ledger.open });
const officer = signedIn(OFFICER);
/** What was recorded since the last time comes into the log. */
async function intoLog() {
  const records = given.ledger.records.splice(0);
  await ledger.add(...records);
}
const usage = async (variables = {}) => {
  const { body } = await given.run(USAGE, officer, variables);
  expect(body.errors).toBeUndefined();
  return Object(body.data?.ledger).usage;
};
const at = (time: number) => new Date(time).toISOString();

it('a glass is overdue once its days are over, until its review is on record', async () => {
  given.world.addPatient('ada');
  const opened = given.world.now();
  const { body } = await given.run(BREAK, signedIn(), { id: 'ada' });
  const id = Object(body.data?.breakGlass).id;
  // Asked for again while it is open, it is the same glass, and no later.
  given.pass(60_000);
  await given.run(BREAK, signedIn(), { id: 'ada' });
  await intoLog();
  given.pass(2 * DAY - 60_000);
  expect((await usage()).overdue).toEqual([]);
  given.pass(1);
  const due = at(opened + 2 * DAY);
  expect((await usage()).overdue).toEqual([
    { kind: 'BREAK_GLASS', id, since: at(opened), due, actor: 'user-1' },
  ]);
  expect((await usage({ since: at(opened + 2 * DAY) })).overdue).toEqual([]);
  await given.run(REVIEW, signedIn(OFFICER), { id });
  await intoLog();
  expect((await usage()).overdue).toEqual([]);
});

it('a document is overdue once its days are over, from the last judgement on', async () => {
  const now = given.world.now();
  const { documents } = given.world;
  const proposed = { client: 'app', status: 'PROPOSED', proposedAt: now - 6 * DAY } as const;
  const document = registered('{ me { id } }', { ...proposed, id: 'd1' });
  for (const one of [
    document,
    { ...document, id: 'd2', proposedAt: now - 4 * DAY },
    { ...document, id: 'd3', reviewedAt: now - DAY },
    { ...document, id: 'd4', status: 'REJECTED' as const },
    { ...document, id: 'd5', tenant: 'lakeside' },
  ]) {
    await documents.put(one, null);
  }
  expect((await usage()).overdue).toEqual([
    {
      kind: 'DOCUMENT',
      id: 'app/d1',
      since: at(now - 6 * DAY),
      due: at(now - DAY),
      actor: document.proposedBy,
    },
  ]);
});

it('an insight is overdue once its days are over, while nobody has judged it', async () => {
  given.reset();
  const now = given.world.now();
  const of = (id: string, days: number, state: 'DRAFT' | 'CONFIRMED' = 'DRAFT') =>
    insight(id, 'ada', { createdAt: now - days * DAY, reviewState: state });
  given.world.insights.push(of('i1', 4), of('i2', 3), of('i3', 4, 'CONFIRMED'), of('i4', 200));
  expect((await usage()).overdue).toEqual([
    { kind: 'INSIGHT', id: 'i1', since: at(now - 4 * DAY), due: at(now - DAY), actor: null },
  ]);
});

it('who reads for a purpose more than the role may is told, of the own tenant alone', async () => {
  const time = at(given.world.now());
  const read = (id: string, actor: string, purpose: string, rows: number, tenant = 'riverside') => {
    const resources = Array.from({ length: rows }, (_, n) => `o${n}`);
    const group = { shape: 1, resources, consent: null, breakGlass: null };
    return sampleRecord({
      id,
      time,
      actor,
      purpose,
      tenant,
      subjects: [{ subject: 'p1', groups: [group] }],
    });
  };
  await ledger.add(
    read('m1', 'dr-far', 'TREAT', 20),
    read('m2', 'dr-far', 'HPAYMT', 60),
    read('m3', 'dr-near', 'TREAT', 60),
    read('m4', 'dr-near', 'HPAYMT', 20),
    read('m5', 'dr-few', 'HPAYMT', 19),
    read('m6', 'dr-other', 'HPAYMT', 500, 'lakeside'),
  );
  expect((await usage()).purposeMix).toEqual([
    {
      actor: 'dr-far',
      role: 'PHYSICIAN',
      purpose: 'HPAYMT',
      given: 60,
      share: 0.75,
      allowed: 0.25,
      usual: 99 / 179,
    },
  ]);
});
