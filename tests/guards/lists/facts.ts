import type { Guard } from '../guard.ts';

const GLASS = 'tests/datasources/glass.test.ts';
const CONSENT = 'tests/datasources/write-consent.test.ts';
const CUT_OFF = 'tests/datasources/cut-off-commands.test.ts';
const QUEUE = 'tests/datasources/review-queue.test.ts';

/** Consents, opened glasses and reveals as they are stored and read: `datasources/dynamodb`. */
export const FACT_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'facts.consistent',
    promise: '1 what was withdrawn is not seen again by another replica',
    file: 'datasources/dynamodb/batch-get.ts',
    find: '        ConsistentRead: true,\n',
    replace: '',
    tests: ['tests/requests/new-enemy.test.ts', 'a consent that was withdrawn'],
  },
  {
    guard: 'facts.consents-before-rows',
    promise: '1 what decides is written first',
    file: 'datasources/dynamodb/write-consent.ts',
    find: '    const outcome = await storeConsents(',
    replace: `    await follow(scope, subjectId, key, next, locator);
    const outcome = await storeConsents(`,
    tests: [CUT_OFF, 'has withdrawn once it says so'],
  },
  {
    guard: 'facts.withdrawn-stays',
    promise: '1 no older copy brings a withdrawn consent back',
    file: 'datasources/dynamodb/consents-item.ts',
    find: 'if (!standing.own) return',
    replace: 'return',
    tests: [CONSENT, 'stay withdrawn'],
  },
  {
    guard: 'facts.withdrawn-wherever',
    promise: '1 nor under another patient',
    file: 'datasources/dynamodb/settle-consents.ts',
    find: '!isOverruledElsewhere(one) && ',
    replace: '',
    tests: [CONSENT, 'stay withdrawn'],
  },
  {
    guard: 'facts.removed-stays',
    promise: '1 no older copy brings a removed consent back',
    file: 'datasources/dynamodb/settle-consents.ts',
    find: ' && !isLongGone(one)',
    replace: '',
    tests: [CONSENT, 'go with what removes them'],
  },
  {
    guard: 'facts.consents-lose-nothing',
    promise: '1 of two writers neither undoes the other',
    file: 'datasources/dynamodb/merge-consents.ts',
    find: `          ConditionExpression: 'rev = :rev',
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
`,
    replace: '',
    tests: [CONSENT, 'lose nothing'],
  },
  {
    guard: 'facts.consents-too-large',
    promise: '1 a refusal is not lost by being long',
    file: 'datasources/dynamodb/merge-consents.ts',
    find: "if (outcome === 'tooLarge') offered = imported.map(unreadable);",
    replace: "if (outcome === 'tooLarge') return merged;",
    tests: [CONSENT, 'that do not fit deny'],
  },
  {
    guard: 'facts.consents-open',
    promise: '1 consents that cannot be read are an error, not none',
    file: 'datasources/dynamodb/consents-item.ts',
    find: 'export function readConsents(key: PatientKey, item: Item | null): StoredConsents {',
    replace: `export function readConsents(key: PatientKey, item: Item | null): StoredConsents {
  try {
    return openConsents(key, item);
  } catch {
    return NONE;
  }
}
function openConsents(key: PatientKey, item: Item | null): StoredConsents {`,
    tests: [CONSENT, 'that do not open'],
  },
  {
    guard: 'facts.consent-version',
    promise: '1 nobody overwrites what it has not seen',
    file: 'datasources/dynamodb/write-consent.ts',
    find: 'if (versionOf(standing, locator, subjectId) !== expectedVersion) {',
    replace: "if (versionOf(standing, locator, subjectId) === '') {",
    tests: [CONSENT, 'are written by version'],
  },
  {
    guard: 'facts.consent-of-the-patient',
    promise: '1 no consent takes the place of another patient’s',
    file: 'datasources/dynamodb/write-consent.ts',
    find: "return locator.row?.patientId === patientId ? (locator.version ?? 0) : 'taken';",
    replace: 'return locator.version ?? 0;',
    tests: [CONSENT, 'take no name that is another'],
  },
  {
    guard: 'facts.glass-queued',
    promise: '5 no glass is open that nobody reviews',
    file: 'datasources/dynamodb/open-glass.ts',
    find: 'if (!queued) await queue(scope, request, glass, key);',
    replace: '',
    tests: [CUT_OFF, 'never leaves a glass open'],
  },
  {
    guard: 'facts.glass-ends',
    promise: 'a glass ends by our clock',
    file: 'datasources/dynamodb/open-glass.ts',
    find: ' && clock() < given.glass.expiresAt',
    replace: '',
    tests: [GLASS, 'one that has ended gives way'],
  },
  {
    guard: 'facts.glass-of-one-actor',
    promise: '2 one actor, one patient',
    file: 'datasources/dynamodb/given-item.ts',
    find: '${issuer}${id}`',
    replace: '${issuer}`',
    tests: [GLASS, 'is one actor’s for one patient'],
  },
  {
    guard: 'facts.glass-opens',
    promise: 'a glass that cannot be read is an error, not none',
    file: 'datasources/dynamodb/given-item.ts',
    find: 'export function readGiven(key: PatientKey, item: Item | null): StoredGiven {',
    replace: `export function readGiven(key: PatientKey, item: Item | null): StoredGiven {
  try {
    return openGiven(key, item);
  } catch {
    return NOTHING;
  }
}
function openGiven(key: PatientKey, item: Item | null): StoredGiven {`,
    tests: [GLASS, 'that does not open is an error'],
  },
  {
    guard: 'facts.glass-once',
    promise: 'a glass that is open is given back as it is',
    file: 'datasources/dynamodb/store-given.ts',
    find: "      ? { ConditionExpression: 'attribute_not_exists(pk)' }",
    replace: '      ? {}',
    tests: [GLASS, 'is opened once by many'],
  },
  {
    guard: 'facts.glass-name',
    promise: '5 no entry of the queue is overwritten',
    file: 'datasources/dynamodb/open-glass.ts',
    find: "    ConditionExpression: 'attribute_not_exists(pk)',\n",
    replace: '',
    tests: [GLASS, 'does not take the name of another'],
  },
  {
    guard: 'facts.glass-minutes',
    promise: 'four hours at most, whatever a tenant sets',
    file: 'datasources/dynamodb/open-glass.ts',
    find: 'minutes > MOST_MINUTES',
    replace: 'minutes === 0',
    tests: [GLASS, 'does not stay open for 241 minutes'],
  },
  {
    guard: 'facts.reviewed-once',
    promise: '5 a verdict stands',
    file: 'datasources/dynamodb/review-queue.ts',
    find: "ConditionExpression: 's = :open',",
    replace: "ConditionExpression: 's = :open OR attribute_exists(s)',",
    tests: [QUEUE, 'takes one verdict for each'],
  },
  {
    guard: 'facts.review-outlives',
    promise: '8 what was written about an erased patient is gone',
    file: 'datasources/dynamodb/erase-patient.ts',
    find: '    for (const item of items) await clearReview(item);\n',
    replace: '',
    tests: [QUEUE, 'keeps the entry of an erased patient'],
  },
  {
    guard: 'facts.reveal-reason',
    promise: 'nothing is revealed without its reason',
    file: 'datasources/dynamodb/open-reveal.ts',
    find: 'if (attempt === 1) await keepReason(',
    replace: 'if (attempt === 0) await keepReason(',
    tests: ['tests/datasources/reveals.test.ts', 'keeps why under'],
  },
  {
    guard: 'facts.reveal-ends',
    promise: 'a reveal ends by our clock',
    file: 'datasources/dynamodb/open-reveal.ts',
    find: 'now < reveal.expiresAt',
    replace: 'reveal.expiresAt > 0',
    tests: ['tests/datasources/reveals.test.ts', 'until its time'],
  },
  {
    guard: 'facts.rows-admitted',
    promise: '3 what is refused is not counted',
    file: 'datasources/dynamodb/list-rows.ts',
    find: 'if (admit(record)) rows.push',
    replace: 'rows.push',
    tests: ['tests/datasources/health-data.test.ts', 'in dynalite asks newest first which rows'],
  },
  {
    guard: 'facts.labelled-rows-asked-for',
    promise: '3 whether labelled rows are read follows from the class',
    file: 'datasources/dynamodb/list-rows.ts',
    find: 'query.labelled ?',
    replace: 'query.first >= 0 ?',
    tests: ['tests/datasources/health-data.test.ts', 'in dynalite leaves labelled rows out'],
  },
  {
    guard: 'facts.labelled-by-class',
    promise: '3 whether labelled rows are read follows from the class',
    file: 'resolvers/page-of-rows.ts',
    find: 'labelled: context.access.mayOpenLabels,',
    replace: 'labelled: true,',
    tests: ['tests/resolvers/page-of-rows.test.ts', 'looks at labelled rows'],
  },
  {
    guard: 'facts.study-takes-part',
    promise: '1 who is screened takes no part in a study',
    file: 'src/fhir/study-ties.ts',
    find: "!TAKES_PART.includes(textOf(subject.status) ?? '') || ",
    replace: '',
    tests: ['tests/fhir/study-ties.test.ts', 'does not take part as screening'],
  },
  {
    guard: 'facts.study-under-way',
    promise: '1 a study that is over is held by nobody',
    file: 'src/fhir/study-ties.ts',
    find: "textOf(study.status) !== 'active' || ",
    replace: '',
    tests: ['tests/fhir/study-ties.test.ts', 'is nobody when its status is completed'],
  },
]);
