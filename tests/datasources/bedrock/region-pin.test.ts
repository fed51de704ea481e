import { afterEach, describe, expect, it, vi } from 'vitest';
import { BEDROCK_LIMITS } from '../../../datasources/bedrock/bedrock-options.ts';
import { isBedrockIn, isLoopback } from '../../../datasources/bedrock/pinned-handler.ts';
import { createRegionClient } from '../../../datasources/bedrock/region-client.ts';
import { namesGuardrail, staysInRegion } from '../../../datasources/bedrock/region-pin.ts';
import { failureOf, modelRequest, openModel, SETTINGS } from './model-request.ts';
import { startWireServer } from './wire-server.ts';

afterEach(() => vi.unstubAllEnvs());

const MODEL = 'anthropic.claude-sonnet-4-20250514-v1:0';
const arn = (region: string, resource: string, service = 'bedrock') =>
  `arn:aws:${service}:${region}:111122223333:${resource}`;

const STAYS: readonly (readonly [model: string, region: string])[] = [
  ['phield-extractive', 'local'],
  ['phield-extractive:slow+ungrounded', 'local'],
  [MODEL, 'eu-central-1'],
  ['zai.glm-4.7', 'us-east-1'],
  [`us.${MODEL}`, 'us-west-2'],
  [`eu.${MODEL}`, 'eu-west-3'],
  [`apac.${MODEL}`, 'ap-south-1'],
  [`jp.${MODEL}`, 'ap-northeast-1'],
  [`au.${MODEL}`, 'ap-southeast-2'],
  [`us-gov.${MODEL}`, 'us-gov-west-1'],
  [`arn:aws:bedrock:us-east-1::foundation-model/${MODEL}`, 'us-east-1'],
  [arn('us-east-1', `inference-profile/us.${MODEL}`), 'us-east-1'],
  [arn('us-east-1', 'provisioned-model/abc123'), 'us-east-1'],
  [`arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${MODEL}`, 'us-gov-west-1'],
];

const LEAVES: readonly (readonly [model: string, region: string, why: string])[] = [
  [`global.${MODEL}`, 'us-east-1', 'global profile'],
  [arn('us-east-1', `inference-profile/global.${MODEL}`), 'us-east-1', 'global profile by ARN'],
  [`us.${MODEL}`, 'eu-central-1', 'profile of another geography'],
  [`eu.${MODEL}`, 'us-east-1', 'profile of another geography'],
  [`us.${MODEL}`, 'us-gov-west-1', 'commercial profile from the government’s cloud'],
  [`jp.${MODEL}`, 'ap-south-1', 'profile of one country from another'],
  [`us.${MODEL}`, 'local', 'profile on this machine'],
  [`mars.${MODEL}`, 'us-east-1', 'profile of a geography nobody knows'],
  ['us.acme', 'eu-west-1', 'profile of another geography, short'],
  [`constructor.${MODEL}`, 'us-east-1', 'name of the language'],
  [arn('eu-west-1', `foundation-model/${MODEL}`), 'us-east-1', 'ARN of another region'],
  [arn('us-west-2', `inference-profile/us.${MODEL}`), 'us-east-1', 'ARN of a neighbouring region'],
  [arn('us-east-1', `inference-profile/eu.${MODEL}`), 'us-east-1', 'ARN here, profile elsewhere'],
  [arn('us-east-1', 'inference-profile/opaque'), 'us-east-1', 'profile that does not say where'],
  [arn('us-east-1', 'application-inference-profile/abc123'), 'us-east-1', 'application’s own profile'],
  ['abc123def456', 'us-east-1', 'application’s own profile by id'],
  [arn('us-east-1', 'prompt/ABC123'), 'us-east-1', 'stored prompt'],
  [arn('us-east-1', 'default-prompt-router/x.y:1'), 'us-east-1', 'router'],
  [arn('us-east-1', 'endpoint/mine', 'sagemaker'), 'us-east-1', 'another service'],
  [arn('', `foundation-model/${MODEL}`), 'us-east-1', 'ARN of no region'],
  [`${MODEL}/../x`, 'us-east-1', 'path'],
  ['', 'us-east-1', 'nothing'],
  [MODEL, 'us-east-1.example.org/', 'region that is a host'],
  [MODEL, '', 'no region'],
];

describe('a model', () => {
  it.each(STAYS)('%s stays in %s', (model, region) => {
    expect(staysInRegion({ ...SETTINGS, model, region })).toBe(true);
  });

  it.each(LEAVES)('%s leaves %s: %s', async (model, region) => {
    expect(staysInRegion({ ...SETTINGS, model, region })).toBe(false);
    const server = await startWireServer();
    const asked = openModel(server.url);
    expect(await failureOf(asked.ask(modelRequest({}, { model, region })))).toBe('REFUSED');
    expect(server.requests).toHaveLength(0);
    asked.close();
    await server.close();
  });
});

describe('a guardrail', () => {
  const settings = (id: string, version = '1') => ({
    ...SETTINGS,
    model: MODEL,
    region: 'us-east-1',
    guardrail: { id, version },
  });

  it('stays by its id, and by an ARN of the region', () => {
    expect(staysInRegion(settings('abc123'))).toBe(true);
    expect(staysInRegion(settings(arn('us-east-1', 'guardrail/abc123')))).toBe(true);
    expect(staysInRegion(settings(arn('us-west-2', 'guardrail/abc123')))).toBe(false);
    expect(staysInRegion(settings(arn('us-east-1', 'guardrail-profile/us.guardrail.v1:0')))).toBe(false);
  });

  it.each([
    ['', '1'],
    ['abc123', ''],
    ['abc123', '0'],
    ['abc123', 'latest'],
    ['abc123', 'DRAFT'],
    ['ABC/123', '1'],
  ])('“%s” in version “%s” is none, and nothing is asked without one', async (id, version) => {
    expect(namesGuardrail(settings(id, version))).toBe(false);
    const server = await startWireServer();
    const asked = openModel(server.url);
    expect(await failureOf(asked.ask(modelRequest({}, { guardrail: { id, version } })))).toBe(
      'GUARDRAIL_UNKNOWN',
    );
    expect(server.requests).toHaveLength(0);
    asked.close();
    await server.close();
  });

  it('may be named by an ARN', () => {
    expect(namesGuardrail(settings(arn('us-east-1', 'guardrail/abc123')))).toBe(true);
    expect(namesGuardrail(settings(arn('us-east-1', 'foundation-model/abc123')))).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    'bedrock-runtime.eu-west-1.amazonaws.com',
    'bedrock-runtime-fips.eu-west-1.amazonaws.com',
    'bedrock-runtime.eu-west-1.api.aws',
    'vpce-0a1b2c-xyz.bedrock-runtime.eu-west-1.vpce.amazonaws.com',
  ])('%s is Bedrock in its region', (hostname) => {
    expect(isBedrockIn('eu-west-1', { protocol: 'https:', hostname })).toBe(true);
    expect(isBedrockIn('eu-west-2', { protocol: 'https:', hostname })).toBe(false);
    expect(isBedrockIn('eu-west-1', { protocol: 'http:', hostname })).toBe(false);
  });

  it.each([
    'bedrock-runtime.eu-west-1.amazonaws.com.example.org',
    'evil-bedrock-runtime.eu-west-1.amazonaws.com',
    'vpce-x.example.org',
    'example.org',
    '127.0.0.1',
  ])('%s is not', (hostname) => {
    expect(isBedrockIn('eu-west-1', { protocol: 'https:', hostname })).toBe(false);
  });

  it('is on this machine only as a number that is', () => {
    const local = (hostname: string) => isLoopback({ protocol: 'http:', hostname });
    expect(['127.0.0.1', '127.1.2.3', '::1', '[::1]'].every(local)).toBe(true);
    expect(['localhost', '127.0.0.1.example.org', '10.0.0.1', '0.0.0.0', 'fe80::1'].some(local)).toBe(false);
  });
});

describe('where the SDK’s own rules lead', () => {
  const choices = ['us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'].flatMap(
    (region) =>
      [false, true].flatMap((UseFIPS) =>
        [false, true].map((UseDualStack) => ({ region, UseFIPS, UseDualStack })),
      ),
  );

  it.each(choices)('is Bedrock in $region, FIPS $UseFIPS, dual stack $UseDualStack', async (choice) => {
    const { region, UseFIPS, UseDualStack } = choice;
    const client = createRegionClient(region, null, BEDROCK_LIMITS);
    const { url } = client.config.endpointProvider({ Region: region, UseFIPS, UseDualStack });
    expect(isBedrockIn(region, url)).toBe(true);
    client.destroy();
  });
});

describe('what the environment says', () => {
  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'])(
    '%s leads no call elsewhere',
    async (name) => {
      const server = await startWireServer();
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
      vi.stubEnv(name, server.url);
      const asked = openModel(null);
      const settings = { model: MODEL, region: 'us-east-1', guardrail: { id: 'abc123', version: '1' } };
      expect(await failureOf(asked.ask(modelRequest({}, settings)))).toBe('REFUSED');
      expect(server.sockets.most).toBe(0);
      asked.close();
      await server.close();
    },
  );

  it('sends no credential of the machine to the server of this machine', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'CANARYKEYID');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'canary-session');
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', 'canary-bearer');
    const server = await startWireServer();
    const asked = openModel(server.url);
    await asked.ask(modelRequest());
    const seen = JSON.stringify(server.requests[0]?.headers);
    expect(seen).toContain('Credential=embedded/');
    expect(seen.toLowerCase()).not.toContain('canary');
    asked.close();
    await server.close();
  });
});

describe('the server of this machine', () => {
  it('is never asked for another region, nor another machine for this one', async () => {
    const server = await startWireServer();
    const asked = openModel(server.url.replace('127.0.0.1', 'localhost'));
    expect(await failureOf(asked.ask(modelRequest()))).toBe('REFUSED');
    expect(server.sockets.most).toBe(0);
    asked.close();
    await server.close();
  });

  it('is refused where there is none', async () => {
    const asked = openModel(null);
    expect(await failureOf(asked.ask(modelRequest()))).toBe('REFUSED');
    asked.close();
  });
});
