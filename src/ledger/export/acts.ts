import type { Action, Coding } from './audit-event.ts';
import { EVENT_TYPE, SUBTYPE } from './codes.ts';

/** How a privileged act is told in FHIR. `about`: what it changes or reads is named as BALP's profile wants. */
export type ActKind = 'read' | 'create' | 'update' | 'alert' | 'logUsed';

export interface ActForm {
  readonly kind: ActKind;
  readonly type: Coding;
  readonly subtype: Coding;
  readonly action: Action;
  /** A loss that no one caused on purpose is told as a serious failure. */
  readonly outcome: '0' | '8';
}

const form = (
  kind: ActKind,
  type: Coding,
  subtype: Coding,
  action: Action,
  outcome: '0' | '8' = '0',
): ActForm => Object.freeze({ kind, type, subtype, action, outcome });
const alert = (subtype: Coding, outcome: '0' | '8' = '0') =>
  form('alert', EVENT_TYPE.alert, subtype, 'E', outcome);

const READ = form('read', EVENT_TYPE.rest, SUBTYPE.read, 'R');
const CREATE = form('create', EVENT_TYPE.rest, SUBTYPE.create, 'C');
const UPDATE = form('update', EVENT_TYPE.rest, SUBTYPE.update, 'U');
/** Reading or exporting the record is an event of its own kind (DICOM PS3.15 A.5.3.2). */
const LOG_USED = form('logUsed', EVENT_TYPE.logUsed, SUBTYPE.read, 'R');

/** By coordinate of the act, else by the operation's constant name. */
const FORMS: ReadonlyMap<string, ActForm> = new Map([
  ['Mutation.breakGlass', alert(SUBTYPE.glassOpened)],
  ['Mutation.reviewBreakGlass', UPDATE],
  ['Mutation.recordConsent', CREATE],
  ['Mutation.withdrawConsent', UPDATE],
  ['Mutation.reviewInsight', UPDATE],
  ['Mutation.draftNote', CREATE],
  ['Mutation.reveal', READ],
  ['Mutation.explainAccess', READ],
  ['Mutation.publishDocuments', CREATE],
  ['Mutation.approveDocument', UPDATE],
  ['Mutation.rejectDocument', UPDATE],
  ['Mutation.retireDocument', UPDATE],
  ['Mutation.assignFinding', UPDATE],
  ['Mutation.closeFinding', UPDATE],
  ['Mutation.reopenFinding', UPDATE],
  ['Query.findings', READ],
  ['Query.finding', READ],
  ['Query.insightOversight', READ],
  ['Client.register', alert(SUBTYPE.userAttributes)],
  ['Client.suspend', alert(SUBTYPE.userAttributes)],
  ['Client.resume', alert(SUBTYPE.userAttributes)],
  ['Client.remove', alert(SUBTYPE.userAttributes)],
  ['Ledger.events', LOG_USED],
  ['Ledger.disclosures', LOG_USED],
  ['Ledger.denials', LOG_USED],
  ['Ledger.breakGlass', LOG_USED],
  ['Ledger.readings', LOG_USED],
  ['Ledger.activity', LOG_USED],
  ['Ledger.usage', LOG_USED],
  ['Ledger.proof', LOG_USED],
  ['Ledger.trust', LOG_USED],
  ['Ledger.lastVerification', LOG_USED],
  ['Query.whoSawMyRecord', LOG_USED],
  ['signals_scanned', LOG_USED],
  ['ledger_query', LOG_USED],
  ['ledger_exported', LOG_USED],
  ['ledger_accounting', LOG_USED],
  ['access_usage', LOG_USED],
  ['evidence_made', LOG_USED],
  ['ledger_verify', LOG_USED],
  ['ledger_verified', LOG_USED],
  ['policy_in_force', alert(SUBTYPE.configuration)],
  ['tenant_overlay_changed', alert(SUBTYPE.configuration)],
  ['key_rotated', alert(SUBTYPE.configuration)],
  ['ledger_healed', alert(SUBTYPE.recordingStarted)],
  ['writer_lost', alert(SUBTYPE.recordingStopped, '8')],
  ['retention_pruned', alert(SUBTYPE.destroy)],
  ['patient_erased', alert(SUBTYPE.destroy)],
  ['legal_hold_set', alert(SUBTYPE.hold)],
  ['legal_hold_lifted', alert(SUBTYPE.unhold)],
]);

/** What an act is that this table does not know yet: never lost, and named in its own words. */
const OTHER = alert(SUBTYPE.restricted);

export function actForm(coordinate: string | null, operation: string | null): ActForm {
  return FORMS.get(coordinate ?? '') ?? FORMS.get(operation ?? '') ?? OTHER;
}
