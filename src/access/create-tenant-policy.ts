import { createHash } from 'node:crypto';
import type { AccessModel } from './access-model.ts';
import { openConsents } from './consent/open-consents.ts';
import type { SubjectFacts } from './facts.ts';
import { glassInForce } from './glass-in-force.ts';
import { overlayEntries } from './overlay-entries.ts';
import { overlayGrants } from './overlay-grants.ts';
import { isInForce, OUTSIDE_STAFF, relationshipsOf } from './relationships.ts';
import { revealSeconds } from './reveal-seconds.ts';
import type { TenantOverlay } from './tenant-overlay.ts';
import type { TenantPolicies, TenantPolicy } from './tenant-policy.ts';
import { sparingReviews } from './unconsented-rows.ts';

const NOBODY: readonly string[] = Object.freeze([]);

/** The declared access under one tenant's overlay. */
export function createTenantPolicy(overlay: TenantOverlay, model: AccessModel): TenantPolicy {
  const { settings } = overlay;
  const rules = overlayGrants(overlay, model);
  return Object.freeze({
    ...rules,
    version: policyVersion(model.version, overlay.version),
    roles: Object.freeze([...model.roles, ...overlay.derivedRoles.keys()]),
    settings,
    baseOf: (role) => overlay.derivedRoles.get(role)?.base ?? role,
    insights: overlay.insights,
    pseudonyms: overlay.pseudonyms ?? 'none',
    ...(overlay.review === undefined ? {} : { review: overlay.review }),
    ...(overlay.purposeMix === undefined ? {} : { purposeMix: overlay.purposeMix }),
    // Every role of staff needs more than one factor (design §5).
    isAssured: ({ multiFactor }, role) =>
      multiFactor || (OUTSIDE_STAFF.includes(role) && !settings.multiFactorRoles.includes(role)),
    situationOf: (actor, facts, now) => {
      const purposes = model.purposeAncestors[actor.purpose] ?? [];
      const consents = openConsents(facts.consents, {
        actors: facts.consents.length === 0 ? NOBODY : actorsOf(facts, now),
        purposes,
        now,
        implicit: settings.implicitConsent,
      });
      return {
        relationships: relationshipsOf(actor, purposes, facts, settings, now),
        glass: glassInForce(actor, facts, now),
        consents: actor.roles.includes('PRIVACY_OFFICER') ? sparingReviews(consents) : consents,
      };
    },
    narrowedBy: overlayEntries(overlay, model),
    revealSeconds: (coordinate, roles) => revealSeconds(overlay, coordinate, roles),
  } satisfies TenantPolicy);
}

/** SHA-256 (hex) of a policy, by those of the schema and of the tenant's file. */
export function policyVersion(schema: string, overlay: string): string {
  return createHash('sha256').update(`${schema}\n${overlay}`).digest('hex');
}

/** Who a consent may mean by this actor: whom facts say it is, and the patient's own teams that it is on now. */
function actorsOf({ actors, ties }: SubjectFacts, now: number): readonly string[] {
  const teams = ties.filter(
    (tie) => tie.kind === 'CARE_TEAM' && tie.source.startsWith('CareTeam/') && isInForce(tie, 0, now),
  );
  return teams.length === 0 ? actors : [...actors, ...teams.map(({ source }) => source)];
}

/** A tenant is known by its overlay; one without a file is served nothing. */
export function createTenantPolicies(
  overlays: ReadonlyMap<string, TenantOverlay>,
  model: AccessModel,
): TenantPolicies {
  const policies = new Map(
    [...overlays].map(([tenant, overlay]) => [tenant, createTenantPolicy(overlay, model)]),
  );
  return (tenant) => policies.get(tenant) ?? null;
}
