import type { Guard } from './guard.ts';
import { DECISION_GUARDS } from './lists/decisions.ts';
import { FIELD_GUARDS } from './lists/fields.ts';
import { LEDGER_GUARDS } from './lists/ledger.ts';
import { LINE_GUARDS } from './lists/line.ts';
import { MASK_GUARDS } from './lists/masks.ts';
import { PIPELINE_GUARDS } from './lists/pipeline.ts';
import { RECORD_GUARDS } from './lists/records.ts';
import { TENANT_GUARDS } from './lists/tenants.ts';
import { TIE_GUARDS } from './lists/ties.ts';

/** Every guard, by area. */
export const GUARDS: readonly Guard[] = Object.freeze([
  ...DECISION_GUARDS,
  ...FIELD_GUARDS,
  ...MASK_GUARDS,
  ...TIE_GUARDS,
  ...TENANT_GUARDS,
  ...LINE_GUARDS,
  ...PIPELINE_GUARDS,
  ...LEDGER_GUARDS,
  ...RECORD_GUARDS,
]);
