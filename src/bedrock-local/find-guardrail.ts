import { GUARDRAIL_POLICY, type GuardrailPolicy } from '../insight/guardrail-policy.ts';
import type { InsightAudience } from '../insight/use-case.ts';
import type { GuardrailReference } from './read-converse.ts';

export interface LocalGuardrail {
  readonly id: string;
  readonly policy: GuardrailPolicy;
  readonly audience: InsightAudience | 'ALL';
}

/** Guardrails there are, by id; each has the policy's version and `DRAFT`. Ids are as Bedrock forms them: `[a-z0-9]+`. */
export const LOCAL_GUARDRAILS: Readonly<Record<string, InsightAudience | 'ALL'>> = Object.freeze({
  phield: 'ALL',
  phieldclinician: 'CLINICIAN',
  phieldcoder: 'CODER',
  phieldcarecoordinator: 'CARE_COORDINATOR',
  phieldpatient: 'PATIENT',
});

const ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail\//;

/** @param reference id or ARN, and version. `null`: there is none, which MUST be refused, never passed. */
export function findGuardrail({ id, version }: GuardrailReference): LocalGuardrail | null {
  const name = id.replace(ARN, '');
  const audience = Object.hasOwn(LOCAL_GUARDRAILS, name) ? LOCAL_GUARDRAILS[name] : undefined;
  if (audience === undefined || (version !== GUARDRAIL_POLICY.version && version !== 'DRAFT')) return null;
  return Object.freeze({ id: name, policy: GUARDRAIL_POLICY, audience });
}
