import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { converseInput } from '../../datasources/bedrock/converse-input.ts';
import type { Models } from '../../datasources/open-models.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import type { Config } from '../config.ts';
import { loadConfig } from '../config.ts';
import { developmentKey } from '../identity/development-key.ts';
import { mintToken } from '../identity/mint-token.ts';
import { PERSONAS } from '../identity/personas.ts';
import { openCodeSet } from '../insight/codes/open-code-set.ts';
import type { ModelRequest } from '../insight/insight-model.ts';
import { ModelUnavailable } from '../insight/insight-model.ts';
import type { UseCaseName } from '../insight/use-case.ts';
import { INSIGHT_USE_CASES } from '../insight/use-cases/use-cases.ts';
import { loadTenants } from '../load-tenants.ts';
import { startGateway } from '../main.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { PREVIEW_QUESTIONS, PREVIEW_RECORD, PreviewRecord } from './preview-questions.ts';

/** The generated house whose patients stand in for real ones. */
const HOUSE = 'riverside';
const TEN_MINUTES = 600;

export interface PreviewAsked {
  readonly useCase: UseCaseName;
  /** Logical id of a generated patient. */
  readonly patient: string;
  /** Whose file is in force: model, guardrail, policies, overlay. */
  readonly tenant: string;
}

/** Nothing would be sent, or nothing can be shown. */
export class PreviewRefused extends Error {}

/**
 * What Bedrock would be sent for a generated patient: the real way in a gateway of its own, in a folder that is gone
 * afterwards, up to the call. MUST NOT open a store that anybody uses, and sends nothing.
 * @param base of which the tenants' folder and the code set in use are read, and nothing else.
 * @throws PreviewRefused
 */
export async function previewInsight(
  asked: PreviewAsked,
  base: Pick<Config, 'tenantsDir' | 'dataDir'>,
  progress: (text: string) => void,
): Promise<ConverseCommandInput> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-preview-'));
  try {
    const overlay = await layTenant(asked.tenant, base.tenantsDir, join(folder, 'tenants'));
    const config = loadConfig({
      PORT: '0',
      PHIELD_DATA_DIR: join(folder, 'state'),
      PHIELD_TENANTS_DIR: join(folder, 'tenants'),
      PHIELD_LOG_LEVEL: 'silent',
    });
    const requests: ModelRequest[] = [];
    const models = capturing(requests, base.dataDir);
    if (INSIGHT_USE_CASES[asked.useCase].needsCodes && (await models.codes()) === null) {
      throw new PreviewRefused('no code set is in use: phield codes import');
    }
    const gateway = await startGateway(config, { progress, models });
    try {
      const outcome = await play(asked, overlay, gateway.url, config);
      const [request] = requests;
      if (request === undefined) throw new PreviewRefused(`nothing would be sent: ${outcome}`);
      return converseInput(request);
    } finally {
      await gateway.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The tenant's file, under the name of the generated house. */
async function layTenant(tenant: string, from: string, to: string): Promise<TenantOverlay> {
  const overlay = (await loadTenants(from, readAccessModel(readSdl(await loadSdl(SCHEMA_FOLDER))))).get(
    tenant,
  );
  if (overlay === undefined) throw new PreviewRefused(`no tenant ${tenant} in ${from}`);
  if (overlay.insights === null) throw new PreviewRefused(`tenant ${tenant} has no insights block`);
  const file = parseDocument(await readFile(join(from, basename(overlay.file)), 'utf8'));
  file.set('tenant', HOUSE);
  await mkdir(to);
  await writeFile(join(to, `${HOUSE}.yaml`), file.toString());
  return overlay;
}

function capturing(requests: ModelRequest[], dataDir: string): Models {
  const codes = openCodeSet({ dataDir, clock: Date.now, onRefused: () => {} });
  return Object.freeze({
    model: {
      ask: async (request: ModelRequest) => {
        requests.push(request);
        throw new ModelUnavailable('REFUSED');
      },
    },
    codes: () => codes.current(),
    close: async () => {},
  });
}

const Practitioners = z.object({
  careTeam: z.object({
    edges: z.array(z.object({ node: z.object({ practitioners: z.array(z.object({ id: z.string() })) }) })),
  }),
});
const Answer = z.object({
  data: z.object({ patient: z.unknown().optional() }).nullish(),
  errors: z.array(z.object({ extensions: z.looseObject({ code: z.string() }) })).optional(),
});

/** @returns why nothing was asked of a model, where that is so. */
async function play(
  { useCase, patient }: PreviewAsked,
  { insights }: TenantOverlay,
  url: string,
  config: Config,
): Promise<string> {
  const key = await developmentKey(config.dataDir);
  const token = (name: string, who: { fhirUser?: string | null; patient?: string | null } = {}) =>
    mintToken(
      { ...personaOf(name), ...who, scope: null, lifetimeSeconds: TEN_MINUTES },
      { key, clock: Date.now, newId: randomUUID },
    );
  const post = async (authorization: string, query: string) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${authorization}` },
      body: JSON.stringify({ query, variables: { id: `Patient/${patient}` } }),
    });
    return Answer.parse(await answer.json());
  };

  const self = await token('patient', { fhirUser: `Patient/${patient}`, patient });
  const team = await post(
    self,
    'query ($id: ID!) { patient(id: $id) { careTeam(first: 5) { edges { node { practitioners { id } } } } } }',
  );
  const known = Practitioners.safeParse(team.data?.patient);
  if (!known.success) throw new PreviewRefused(`no generated patient ${patient} in ${HOUSE}`);
  await post(
    self,
    'mutation ($id: ID!) { recordConsent(patientId: $id, input: { decision: PERMIT, purposes: [MODEL_USE] }) { id } }',
  );

  const { persona, field } = PREVIEW_QUESTIONS[useCase];
  const { roles, fhirUser } = personaOf(persona);
  const members = known.data.careTeam.edges.flatMap(({ node }) => node.practitioners.map(({ id }) => id));
  const member = members.includes(fhirUser ?? '') ? fhirUser : (members[0] ?? null);
  const asking = roles.includes('PATIENT')
    ? self
    : await token(persona, fhirUser === null ? {} : { fhirUser: member });
  const record = PreviewRecord.safeParse((await post(asking, PREVIEW_RECORD)).data?.patient);
  if (!record.success) throw new PreviewRefused(`nobody treats patient ${patient} now`);
  const selection = field(record.data, [...(insights?.policies.keys() ?? [])]);
  if (selection === null) throw new PreviewRefused(`nothing to ask about: ${useCase} of patient ${patient}`);
  const { errors = [] } = await post(
    asking,
    useCase === 'DRAFT_NOTE'
      ? `mutation { ${selection} { id } }`
      : `query ($id: ID!) { patient(id: $id) { insights { ${selection} { id } } } }`,
  );
  return errors.map(({ extensions: { code, reason } }) => [code, reason].join(' ')).join(', ');
}

function personaOf(name: string) {
  const persona = PERSONAS[name];
  if (persona === undefined) throw new TypeError(`no persona of this name: ${name}`);
  return { ...persona, tenant: HOUSE };
}
