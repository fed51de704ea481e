import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../datasources/open-store.ts';
import { loadSdl } from '../../../directives/load-sdl.ts';
import { readSdl } from '../../../directives/read-sdl.ts';
import { assembleSequencer } from '../../../src/assemble-sequencer.ts';
import { registered } from '../../documents/registered.ts';
import { codesOf } from '../answered.ts';
import { type Canaries, createCanaries, findCanary } from '../canary/canaries.ts';
import { canaryPatient } from '../canary/canary-patient.ts';
import { CANARY_PATIENT, CANARY_ROW } from '../canary/elements.ts';
import { copyDemo } from '../copy-demo.ts';
import { type FailingFiles, failingFiles } from '../failing-files.ts';
import { runCommand } from '../gateway-process.ts';
import { WiredModel } from '../insights/wired-model.ts';
import { findingId, madeFinding } from '../made-finding.ts';
import { runGateway, type TestGateway } from '../running-gateway.ts';
import { patientDocuments } from '../select-everything.ts';

/** Ids of what is there to be looked at. */
export interface HouseIds {
  readonly patient: string;
  readonly glass: string;
  readonly insight: string;
  readonly finding: string;
  readonly client: string;
  readonly document: string;
  readonly event: string;
  readonly version: string;
}

/** A house whose patient has a planted value wherever one can be: chart, emergency, draft, consent. */
export interface CanaryHouse {
  readonly gateway: TestGateway;
  readonly files: FailingFiles;
  readonly canaries: Canaries;
  readonly ids: HouseIds;
  /** Of the same patient: a glass, a finding and a document of their own. */
  readonly others: HouseIds;
  /** What is recorded until now comes into the log. */
  sequence(): Promise<void>;
  close(): Promise<void>;
}

/** Whose consents cannot be read: they withhold everything, so that this is somebody else. */
const SECOND = 'canary-second';
const CLIENT = 'canary-app';
const DOCUMENT = 'query Names($id: ID!) { patient(id: $id) { name { family } } }';

export async function openCanaryHouse(): Promise<CanaryHouse> {
  const canaries = createCanaries();
  const dataDir = await copyDemo();
  await plant(dataDir, canaries);
  const files = failingFiles();
  const models = { model: new WiredModel(), codes: async () => null, close: async () => {} };
  const gateway = await runGateway({ dataDir, ledgerFiles: files, models });
  const { glasses, insight } = await live(gateway, canaries);
  const store = await openStore(gateway.config, Date.now);
  const time = new Date().toISOString();
  const about = { actor: 'in-need', subject: CANARY_PATIENT, from: time, to: time };
  await store.findings.keep([madeFinding(1, about), madeFinding(2, about)], Date.now());
  const documents = (['PROPOSED', 'APPROVED'] as const).map((status) =>
    registered(DOCUMENT.replace('Names', `Names${status}`), { client: CLIENT, status }),
  );
  for (const document of documents) await store.documents.put(document, null);
  await store.close();
  const sequence = () => sequenceOf(gateway);
  await sequence();
  const [event] = (await gateway.events({ coordinate: 'Patient.mrn' })).filter(
    ({ tenant, decision }) => tenant === 'riverside' && decision === 'PERMIT',
  );
  const idsOf = (which: 0 | 1): HouseIds => ({
    ...{ patient: CANARY_PATIENT, insight, client: CLIENT, finding: findingId(which + 1) },
    ...{ glass: glasses[which] ?? '', document: documents[which]?.id ?? '' },
    ...{ event: event?.id ?? '', version: event?.policyVersion ?? '' },
  });
  const close = () => gateway.close();
  return { gateway, files, canaries, sequence, ids: idsOf(0), others: idsOf(1), close };
}

async function plant(dataDir: string, canaries: Canaries): Promise<void> {
  const inputs = await mkdtemp(join(tmpdir(), 'phield-canary-house-'));
  const subject = { reference: `Patient/${SECOND}` };
  const resources = [
    ...canaryPatient(canaries),
    { resourceType: 'Patient', id: SECOND, name: [{ family: canaries.text() }] },
    {
      ...{ resourceType: 'Consent', id: 'canary-unreadable', patient: subject, status: 'active' },
      ...{ scope: { text: canaries.text() }, provision: { type: canaries.text() } },
    },
  ];
  const file = join(inputs, 'planted.ndjson');
  await writeFile(file, resources.map((resource) => JSON.stringify(resource)).join('\n'));
  const { code, stderr } = await runCommand(['import', '--tenant', 'riverside', file], {
    PHIELD_DATA_DIR: dataDir,
  });
  await rm(inputs, { recursive: true });
  if (code !== 0) throw new Error(`not imported: ${stderr}`);
}

/** The chart is read by those it is due to, refused to others, opened in an emergency, and written about. */
async function live(gateway: TestGateway, canaries: Canaries) {
  const { schema } = readSdl(await loadSdl('schema'));
  const documents = patientDocuments(schema, CANARY_PATIENT);
  const physician = await gateway.persona('physician');
  for (const document of documents) await gateway.ask(physician, document);
  const [first = ''] = documents;
  for (const persona of ['billing', 'stranger']) await gateway.ask(await gateway.persona(persona), first);
  const glasses: string[] = [];
  for (const sub of ['in-need', 'in-need-too']) {
    const inNeed = await gateway.token({ sub });
    const opening = `patientId: "${CANARY_PATIENT}", reason: OVRER, justification: "${canaries.text()}"`;
    const opened = await gateway.ask(inNeed, `mutation { breakGlass(${opening}) { id } }`);
    glasses.push(`BreakGlassReview/${Object(opened.body?.data?.breakGlass).id}`);
    await gateway.ask(inNeed, first);
  }
  const turns = `[{ speaker: PATIENT, text: "My ${canaries.text()} knee has been hurting since Monday." }]`;
  const drafting = `draftNote(encounterId: "${CANARY_ROW}", transcript: ${turns}) { id sentences { text } }`;
  const drafted = await gateway.ask(physician, `mutation { ${drafting} }`);
  const { id: insight = '', sentences } = Object(drafted.body?.data?.draftNote);
  if (findCanary(JSON.stringify(sentences ?? '')) === null)
    throw new Error(`not drafted: ${codesOf(drafted)}`);
  return { glasses, insight: String(insight) };
}

async function sequenceOf({ config }: TestGateway): Promise<void> {
  const { sequencer, close } = await assembleSequencer(
    { config, trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await sequencer.step();
  await close();
}
