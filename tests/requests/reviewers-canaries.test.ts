import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { findCanary } from '../support/canary/canaries.ts';
import { eventually } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';
import { findingId } from '../support/made-finding.ts';
import { type Asked, askConsole, askRoots, reviewerToken } from '../support/reviewer/ask-everything.ts';
import { type CanaryHouse, type HouseIds, openCanaryHouse } from '../support/reviewer/canary-house.ts';
import { comparable, opened, openedAnswer, plantedIn } from '../support/reviewer/opened.ts';
import { filledCoordinates } from '../support/select-everything.ts';
import { shippedModel } from '../support/shipped-model.ts';

const WHO = ['auditor', 'privacy-officer'] as const;
type Who = (typeof WHO)[number];

/** All of a patient's that a privacy officer is shown, by the API as a whole (access-matrix: none anywhere else). */
const EXCEPTION = {
  BreakGlassReview: 'patient reason justification openedAt expiresAt state comment',
  ConsentFinding: 'patient consents',
  AccessExplanation: 'resource exists relationships consented glass fields',
};
/** Of a patient, of the patient's own, and of clients; and judgements that another has made already. */
const NOT_FOR_REVIEWERS = [
  ...'breakGlass recordConsent withdrawConsent reveal draftNote reviewInsight publishDocuments'.split(' '),
  ...'approveDocument retireDocument'.split(' '),
].map((name) => `Mutation.${name}`);
NOT_FOR_REVIEWERS.push(
  ...'patients findPatient node insightReviews whoSawMyRecord'.split(' ').map((name) => `Query.${name}`),
  ...['documents-approve', 'documents-reject'],
);
/** Of the privacy officer: the exception, documents, and every judgement. */
const NOT_FOR_AUDITORS = [
  ...'assignFinding closeFinding explainAccess rejectDocument reopenFinding reviewBreakGlass'
    .split(' ')
    .map((name) => `Mutation.${name}`),
  ...'breakGlassReviews consentFindings document documents'.split(' ').map((name) => `Query.${name}`),
  ...'break-glass-queue break-glass-review documents-list documents-one documents-retire'.split(' '),
  ...'findings-assign findings-close findings-reopen'.split(' '),
];
/** Tells of nobody but the caller. */
const NOTHING_TO_RECORD = ['Query.me', 'console-me'];
/** Where that holds what somebody wrote. */
const WRITTEN = [
  'breakGlassReviews.edges.node.comment',
  'breakGlassReviews.edges.node.justification',
  'reviewBreakGlass.comment',
  'reviewBreakGlass.justification',
];

/** Ids of the same forms that nobody has. */
const NOBODY: HouseIds = {
  ...{
    patient: 'nobody-at-all',
    glass: `BreakGlassReview/01${'0'.repeat(24)}`,
    insight: `Insight/01${'0'.repeat(24)}`,
  },
  ...{
    finding: findingId(99),
    client: 'no-client',
    document: 'd'.repeat(64),
    event: `01${'0'.repeat(24)}.0`,
  },
  version: 'e'.repeat(64),
};
const KINDS = ['patient', 'glass', 'insight', 'finding', 'client', 'document', 'event', 'version'] as const;
/** Operations that name something by its id. */
const AT_AN_ID =
  /^(Patient|PatientInsights)\.|Query\.(node|document|finding)$|Ledger\.(readings|accounting|proof)|AccessReview\.(matrix|cell|explainEvent|compare|declaration)|^Mutation\.(?!verifyLedger)/;

let house: CanaryHouse;
let schema: GraphQLSchema;
const asked: Record<Who, Asked[]> = { auditor: [], 'privacy-officer': [] };
const began = new Date(Date.now() - 60_000).toISOString();

beforeAll(async () => {
  schema = readSdl(await loadSdl('schema')).schema;
  house = await openCanaryHouse();
  for (const who of WHO) asked[who].push(...(await askAll(who)));
}, 300_000);
afterAll(() => house?.close());

/** Everything, through the API with any client and through the console's documents. */
async function askAll(who: Who): Promise<readonly Asked[]> {
  const { gateway, ids, others, canaries } = house;
  const api = { ids, token: await reviewerToken(gateway, who), comment: canaries.text() };
  const console = { ids: others, comment: canaries.text() };
  const token = await reviewerToken(gateway, who, { client: 'phield-console' });
  const roots = await askRoots(gateway, schema, api);
  await house.sequence();
  return [...roots, ...(await askConsole(gateway, { ...console, token }))];
}

/** Something, and no empty list. */
const told = ({ answer: { body } }: Asked) =>
  Object.values(body?.data ?? {}).some((one) => one !== null && Object(one).edges?.length !== 0);
const namesOf = (some: readonly Asked[]) => [...new Set(some.map(({ name }) => name))];

describe('through the console’s documents and the whole API', () => {
  it('each is told of everything that is theirs to see, and of nothing else', () => {
    const silent = (who: Who) => {
      const known = namesOf(asked[who].filter(told));
      return namesOf(asked[who]).filter((name) => !known.includes(name));
    };
    const chart = (name: string) => /^(Patient|PatientInsights)\./.test(name);
    expect(silent('privacy-officer').filter((name) => !chart(name))).toEqual(NOT_FOR_REVIEWERS);
    const more = silent('auditor').filter((name) => !chart(name) && !NOT_FOR_REVIEWERS.includes(name));
    expect(more.toSorted()).toEqual(NOT_FOR_AUDITORS);
  });

  it.each(WHO)(
    'no field of a patient’s record holds anything for the %s, but for the stated exception',
    async (who) => {
      const declared = Object.values((await shippedModel()).types).flatMap(({ fields }) =>
        fields.map(({ coordinate }) => coordinate),
      );
      const filled = new Set(asked[who].flatMap(({ answer: { body } }) => filledCoordinates(body?.data)));
      const exception = Object.entries(EXCEPTION).flatMap(([type, names]) =>
        names.split(' ').map((name) => `${type}.${name}`),
      );
      expect(declared.filter((coordinate) => filled.has(coordinate)).toSorted()).toEqual(
        who === 'auditor' ? [] : exception.toSorted(),
      );
    },
  );

  it.each(WHO)(
    'no planted value is in a body, a file or a header for the %s, but where the exception has it',
    (who) => {
      const places = asked[who].flatMap(({ name, answer }) => {
        const headers = findCanary(JSON.stringify([...answer.headers]));
        const errors = findCanary(JSON.stringify([answer.body?.errors, answer.body?.extensions]));
        return [
          ...plantedIn(answer.body?.data),
          ...((headers ?? errors) ? [`${name} outside its data`] : []),
        ];
      });
      expect([...new Set(places)].toSorted()).toEqual(who === 'auditor' ? [] : WRITTEN);
      const pdf = asked[who].find(({ name }) => name === 'Ledger.accounting PDF');
      expect(pdf && openedAnswer(pdf.answer).slice(3).join()).toContain(house.ids.patient);
      const rest = asked[who].filter(({ name }) => !/lass/.test(name));
      const quoted = rest.flatMap(({ name, answer }) =>
        openedAnswer(answer).map((text) => [name, findCanary(text)]),
      );
      expect(quoted.filter(([, planted]) => planted !== null)).toEqual([]);
    },
  );

  it.each(WHO)('each look of the %s, refused ones too, is in the ledger, with who and what', async (who) => {
    const events = Map.groupBy(await house.gateway.events(), ({ request }) => request);
    const unrecorded = asked[who].filter((one) => leavesRecord(one) && !isRecorded(one, who, events));
    expect(namesOf(unrecorded)).toEqual([]);
  });
});
describe('a reviewer of another house', () => {
  const ofLakeside = { tenant: 'lakeside', sub: 'from-lakeside' };
  const askAs = async (who: Who, ids: HouseIds) => {
    const token = await reviewerToken(house.gateway, who, ofLakeside);
    return askRoots(house.gateway, schema, { token, ids, comment: 'None.' });
  };

  it('gets nothing of this house without an id, and by any id what an id gets that nobody has', async () => {
    const unknown = {
      auditor: await askAs('auditor', NOBODY),
      'privacy-officer': await askAs('privacy-officer', NOBODY),
    };
    const shown = WHO.flatMap((who) => unknown[who])
      .flatMap(({ answer }) => openedAnswer(answer))
      .join();
    expect(KINDS.filter((kind) => shown.includes(house.ids[kind]))).toEqual([]);
    for (const who of WHO) {
      const known = (await askAs(who, house.ids)).filter(({ name }) => AT_AN_ID.test(name));
      const other = new Map(unknown[who].map(({ name, answer }) => [name, comparable(answer)]));
      const different = known.flatMap(({ name, answer }) => {
        const got = KINDS.reduce(
          (text, kind) => text.replaceAll(house.ids[kind], NOBODY[kind]),
          comparable(answer),
        );
        return got === other.get(name) ? [] : [[name, got, other.get(name)]];
      });
      expect(different).toEqual([]);
      expect(known.length).toBeGreaterThan(60);
    }
  });
});

describe('while the ledger takes no records', () => {
  it.each(WHO)('the %s is told of nothing that is there to be recorded', async (who) => {
    house.files.fail({ call: 'write', code: 'ENOSPC' });
    const before = new Set(namesOf(asked[who].filter(told)));
    const now = (await askAll(who)).filter(({ name }) => before.has(name) && !isFree(name));
    expect(now.length).toBeGreaterThan(50);
    const given = now.map(({ name, answer: { status, body } }) => ({ name, status, data: body?.data }));
    expect(given.filter(({ status, data }) => status !== 503 || data !== undefined)).toEqual([]);
    house.files.fail(null);
    const serves = async () => (await house.gateway.send('/health/ready')).status === 200;
    await eventually(serves, 'no service');
  });
});

describe('beside the answers', () => {
  it('no planted value is in logs, metrics, the ledger’s bytes or an assessor’s folder', async () => {
    const { gateway } = house;
    const metrics = await gateway.send('/metrics');
    const folder = await mkdtemp(join(tmpdir(), 'phield-reviewers-'));
    const out = join(folder, 'pack');
    const env = { PHIELD_DATA_DIR: gateway.config.dataDir };
    const made = await runCommand(['evidence', '--tenant', 'riverside', '--from', began, '--out', out], env);
    expect(made.code, made.stderr).toBe(0);
    await gateway.stop();
    const places = {
      ...{
        log: [JSON.stringify(gateway.log)],
        metrics: [metrics.text],
        evidence: [made.stdout, made.stderr],
      },
      ...(await readAll(ledgerDirectory(gateway.config.dataDir))),
      ...(await readAll(out)),
    };
    await rm(folder, { recursive: true });
    expect(Object.keys(places).length).toBeGreaterThan(20);
    expect(JSON.stringify(Object.values(places))).toContain(house.ids.patient);
    const found = Object.entries(places).flatMap(([place, texts]) =>
      texts.flatMap((text) => (findCanary(text) === null ? [] : [`${place}: ${findCanary(text)}`])),
    );
    expect(found).toEqual([]);
  }, 120_000);
});

/** What was told, and what was refused. */
const leavesRecord = (one: Asked) =>
  (told(one) || one.answer.body?.errors !== undefined) && !isFree(one.name);
const isFree = (name: string) => NOTHING_TO_RECORD.includes(name);

async function readAll(folder: string): Promise<Record<string, readonly string[]>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [path, opened(await readFile(path))] as const)),
  );
}

function isRecorded({ recordedAs, answer }: Asked, who: Who, events: Map<string, LedgerEvent[]>): boolean {
  const own = events.get(answer.headers.get('phield-request-id') ?? '') ?? [];
  const role = who === 'auditor' ? 'AUDITOR' : 'PRIVACY_OFFICER';
  return recordedAs.every((coordinates) =>
    own.some(
      ({ actor, roles, tenant, coordinate }) =>
        [actor, roles.join(), tenant].join() === `demo-${who},${role},riverside` &&
        coordinates.includes(coordinate ?? ''),
    ),
  );
}
