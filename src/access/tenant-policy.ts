import type { Actor } from '../identity/actor.ts';
import type { AccessClass, RelationshipSet } from './decide.ts';
import type { SubjectFacts } from './facts.ts';

/** One tenant's narrowing of what the schema declares, at one version. */
export interface TenantPolicy extends Pick<AccessClass, 'narrow' | 'grantsRole'> {
  /** Changes whenever the schema or the tenant's overlay does; part of every event. */
  readonly version: string;
  /** What ties this actor to this patient, under the tenant's settings; `now` in milliseconds. */
  relationshipsOf(actor: Actor, facts: SubjectFacts, now: number): RelationshipSet;
}

/** @returns `null` for a tenant that is not configured: nothing is served for it. */
export type TenantPolicies = (tenant: string) => TenantPolicy | null;
