import type { Guard } from './guard.ts';
import { DECISION_GUARDS } from './lists/decisions.ts';
import { FIELD_GUARDS } from './lists/fields.ts';
import { MASK_GUARDS } from './lists/masks.ts';
import { TENANT_GUARDS } from './lists/tenants.ts';
import { TIE_GUARDS } from './lists/ties.ts';

/** Every guard, by area. */
export const GUARDS: readonly Guard[] = Object.freeze([
  ...DECISION_GUARDS,
  ...FIELD_GUARDS,
  ...MASK_GUARDS,
  ...TIE_GUARDS,
  ...TENANT_GUARDS,
]);
