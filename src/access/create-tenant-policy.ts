import { createHash } from 'node:crypto';
import type { AccessModel } from './access-model.ts';
import { overlayGrants } from './overlay-grants.ts';
import { relationshipsOf } from './relationships.ts';
import type { TenantOverlay } from './tenant-overlay.ts';
import type { TenantPolicies, TenantPolicy } from './tenant-policy.ts';

/** The declared access under one tenant's overlay. */
export function createTenantPolicy(overlay: TenantOverlay, model: AccessModel): TenantPolicy {
  return Object.freeze({
    ...overlayGrants(overlay, model),
    version: createHash('sha256').update(`${model.version}\n${overlay.version}`).digest('hex'),
    relationshipsOf: (actor, facts, now) => relationshipsOf(actor, facts, overlay.settings, now),
  } satisfies TenantPolicy);
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
