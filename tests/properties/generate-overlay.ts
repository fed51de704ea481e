import type { AccessModel } from '../../src/access/access-model.ts';
import { MASKS, RELATIONSHIPS } from '../../src/access/access-model.ts';
import { TenantOverlayError } from '../../src/access/overlay-source.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { Chooser } from './chooser.ts';

const STAFF = ['PHYSICIAN', 'NURSE', 'BILLING', 'RESEARCHER'];

/** A tenant's file as it would be read. An entry that would be refused is left out. */
export function generateOverlay(choose: Chooser, model: AccessModel): TenantOverlay {
  let kept: Record<string, unknown> = { tenant: 'riverside', settings: settings(choose) };
  const read = (file: Readonly<Record<string, unknown>>) =>
    parseTenantOverlay(JSON.stringify(file), 'riverside.yaml', model);
  const keepIfAccepted = (file: Record<string, unknown>) => {
    try {
      read(file);
      kept = file;
    } catch (error) {
      if (!(error instanceof TenantOverlayError)) throw error;
    }
  };
  const derived: Record<string, unknown> = {};
  for (const name of ['LAB_TECH', 'STUDENT'].slice(0, choose.number(3))) {
    derived[name] = {
      base: choose.one(STAFF),
      only: choose.few(model.categories),
      breakGlass: choose.chance(0.4),
    };
    keepIfAccepted({ ...kept, derivedRoles: { ...derived } });
  }
  const roles = [...STAFF, 'PATIENT', 'PROXY', 'SYSTEM', ...Object.keys(derived)];
  for (let count = choose.number(8); count > 0; count--) {
    const [list, entry] = choose.chance(0.35)
      ? ['remove', narrowing(choose, model, roles)]
      : ['tighten', { ...narrowing(choose, model, roles), ...tightening(choose) }];
    keepIfAccepted({ ...kept, [list]: [...(Array.isArray(kept[list]) ? kept[list] : []), entry] });
  }
  return read(kept);
}

function settings(choose: Chooser): Record<string, unknown> {
  return {
    treatingDays: choose.one([0, 1, 30]),
    adultAge: choose.one([16, 18]),
    proxyLimited: { from: choose.one([10, 12]), to: 17 },
    implicitConsent: choose.one(['all-normal', 'all-normal', 'basic-normal', 'break-glass-only', 'deny']),
    researchStudies: choose.one(['required', 'optional']),
    ...(choose.chance(0.5) ? { multiFactorRoles: choose.few(['PATIENT', 'PROXY', 'SYSTEM']) } : {}),
  };
}

function narrowing(choose: Chooser, model: AccessModel, roles: readonly string[]): Record<string, unknown> {
  const fields = Object.values(model.types).flatMap((type) => type.fields);
  const byField = choose.chance(0.6);
  return {
    ...(choose.chance(0.7) ? { roles: choose.few(roles) } : {}),
    ...(byField ? { coordinates: choose.few(fields, 0.2).map(({ coordinate }) => coordinate) } : {}),
    ...(!byField || choose.chance(0.2) ? { categories: choose.few(model.categories) } : {}),
    ...(choose.chance(0.3) ? { purposes: choose.few(Object.keys(model.purposeAncestors), 0.2) } : {}),
    ...(choose.chance(0.3) ? { relationships: choose.few(RELATIONSHIPS) } : {}),
  };
}

const tightening = (choose: Chooser) => ({
  mask: choose.one(MASKS),
  ...(choose.chance(0.4) ? { reveal: 60 } : {}),
});
