import type { ModelSettings } from '../../src/insight/insight-model.ts';

/** Stands for the server of this machine. */
export const LOCAL_REGION = 'local';

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
/** arn:partition:bedrock:region:account:kind/id */
const ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):\d*:([a-z-]+)\/([A-Za-z0-9._:-]+)$/;
const GUARDRAIL_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
/** What DRAFT is may change under the records that name it. */
const GUARDRAIL_VERSION = /^[1-9]\d{0,7}$/;

/**
 * Regions from which a cross-region inference profile may be called, by the profile's prefix: those whose whole
 * traffic stays in the prefix's geography. `global` stays nowhere and is not among them.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const GEOGRAPHIES: Readonly<Record<string, RegExp>> = Object.freeze({
  us: /^us-(east|west)-\d+$/,
  'us-gov': /^us-gov-/,
  ca: /^ca-/,
  sa: /^sa-/,
  eu: /^eu-/,
  apac: /^ap-/,
  jp: /^ap-northeast-[13]$/,
  au: /^ap-southeast-[24]$/,
});

/** Kinds of ARN that say which model runs and where. */
const MODEL_KINDS: ReadonlySet<string> = new Set([
  'foundation-model',
  'inference-profile',
  'provisioned-model',
  'custom-model-deployment',
]);

/** Providers whose ids may have a second dot, in a version; any other id with two is taken for a profile that is not known. */
const PROVIDERS: ReadonlySet<string> = new Set([
  'ai21',
  'amazon',
  'anthropic',
  'cohere',
  'deepseek',
  'google',
  'meta',
  'minimax',
  'mistral',
  'moonshot',
  'moonshotai',
  'nvidia',
  'openai',
  'qwen',
  'stability',
  'twelvelabs',
  'writer',
  'zai',
]);

/**
 * Whether a tenant's model and guardrail stay where its agreement holds. What does not say where it runs (an
 * application's own profile, a prompt, a router) is refused like what says elsewhere.
 */
export function staysInRegion({ model, region, guardrail }: ModelSettings): boolean {
  if (region !== LOCAL_REGION && !REGION.test(region)) return false;
  return modelStays(model, region) && guardrailStays(guardrail.id, region);
}

/** Whether a guardrail is named at all: without one nothing is asked. */
export function namesGuardrail({ guardrail: { id, version } }: ModelSettings): boolean {
  return (GUARDRAIL_ID.test(id) || ARN.exec(id)?.[2] === 'guardrail') && GUARDRAIL_VERSION.test(version);
}

function modelStays(model: string, region: string): boolean {
  if (!model.startsWith('arn:')) {
    if (region === LOCAL_REGION) return /^[a-z][a-z0-9:+-]*$/.test(model);
    // A name without a provider may be an application's own profile.
    return /^[A-Za-z0-9-]+\.[\w.:-]+$/.test(model) && idStays(model, region);
  }
  const [, named, kind = '', id = ''] = ARN.exec(model) ?? [];
  if (named !== region || !MODEL_KINDS.has(kind)) return false;
  return kind === 'inference-profile' ? profileStays(id, region) : idStays(id, region);
}

function guardrailStays(id: string, region: string): boolean {
  if (!id.startsWith('arn:')) return true;
  const [, named, kind] = ARN.exec(id) ?? [];
  return named === region && kind === 'guardrail';
}

/** `provider.model…` is the region's own; `geography.provider.model…` is a profile. */
function idStays(id: string, region: string): boolean {
  const [first = '', ...rest] = id.split('.');
  if (first === 'global' || Object.hasOwn(GEOGRAPHIES, first)) return profileStays(id, region);
  return rest.length <= 1 || PROVIDERS.has(first);
}

function profileStays(id: string, region: string): boolean {
  const [first = ''] = id.split('.');
  return Object.hasOwn(GEOGRAPHIES, first) && GEOGRAPHIES[first]?.test(region) === true;
}
