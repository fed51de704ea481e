import type { Actor } from '../identity/actor.ts';
import type { AccessClass } from './decide.ts';
import type { SubjectFacts } from './facts.ts';
import type { InsightSettings } from './insight-settings.ts';
import type { Pseudonyms } from './ledger-block.ts';
import type { NarrowedBy } from './overlay-entries.ts';
import type { PurposeMix, ReviewSettings } from './oversight-block.ts';
import type { SubjectSituation } from './subject-access.ts';
import type { TenantAccessSettings } from './tenant-settings.ts';

/** One tenant's narrowing of what the schema declares, at one version. */
export interface TenantPolicy extends Pick<AccessClass, 'narrow' | 'grantsRole'> {
  /** Changes whenever the schema or the tenant's overlay does; part of every event. */
  readonly version: string;
  /** Of the schema, and those that the tenant derives from them. Absent: the schema's. */
  readonly roles?: readonly string[];
  /** The schema's role that a role of the tenant is derived from; its own where it is the schema's. Absent: every role is. */
  readonly baseOf?: (role: string) => string;
  readonly settings: TenantAccessSettings;
  /** `null`: the tenant has no insights. */
  readonly insights: InsightSettings | null;
  /** Whose ids the ledger has as pseudonyms. Absent: nobody's. */
  readonly pseudonyms?: Pseudonyms;
  /** By when what waits for a person has to be judged. Absent: the defaults. */
  readonly review?: ReviewSettings;
  /** How much of a role's reading may be for what. Absent: nothing is said. */
  readonly purposeMix?: PurposeMix;
  /** Whether this sign-in is as strong as a role demands. */
  isAssured(actor: Pick<Actor, 'multiFactor'>, role: string): boolean;
  /** What follows from one patient's facts, under the tenant's settings; `now` in milliseconds. */
  situationOf(actor: Actor, facts: SubjectFacts, now: number): SubjectSituation;
  /** Seconds for which a recorded reason lifts the tenant's mask of a field for one of these roles; `null`: never. */
  revealSeconds(coordinate: string, roles: readonly string[]): number | null;
  /** Where the entries stand that narrow these grants: for explanations. Absent: none is told. */
  readonly narrowedBy?: NarrowedBy;
}

/** @returns `null` for a tenant that is not configured: nothing is served for it. */
export type TenantPolicies = (tenant: string) => TenantPolicy | null;
