import type { Guard } from './guard.ts';
import { ACCESS_DIFF_GUARDS } from './lists/access-diff.ts';
import { ACCESS_REVIEW_GUARDS } from './lists/access-review.ts';
import { ACCESS_REVIEW_API_GUARDS } from './lists/access-review-api.ts';
import { ACT_GUARDS } from './lists/acts.ts';
import { BEDROCK_LOCAL_GUARDS } from './lists/bedrock-local.ts';
import { CLIENT_REGISTER_GUARDS } from './lists/client-register.ts';
import { CLIENT_GUARDS } from './lists/clients.ts';
import { CONSENT_ACTOR_GUARDS } from './lists/consent-actors.ts';
import { CONSENT_GUARDS } from './lists/consents.ts';
import { CONSOLE_GUARDS } from './lists/console.ts';
import { COST_GUARDS } from './lists/costs.ts';
import { CURSOR_GUARDS } from './lists/cursors.ts';
import { DECISION_GUARDS } from './lists/decisions.ts';
import { DEVELOPER_SIDE_GUARDS } from './lists/developer-side.ts';
import { DOCUMENT_RIGHT_GUARDS } from './lists/document-rights.ts';
import { DOCUMENT_GUARDS } from './lists/documents.ts';
import { DOOR_GUARDS } from './lists/door.ts';
import { EVIDENCE_GUARDS } from './lists/evidence.ts';
import { FACT_GUARDS } from './lists/facts.ts';
import { FIELD_GUARDS } from './lists/fields.ts';
import { FILTER_GUARDS } from './lists/filters.ts';
import { FINDING_GUARDS } from './lists/findings.ts';
import { FOOTPRINT_GUARDS } from './lists/footprints.ts';
import { FRONT_DOOR_GUARDS } from './lists/front-door.ts';
import { IDENTIFIER_GUARDS } from './lists/identifiers.ts';
import { IDENTITY_GUARDS } from './lists/identity.ts';
import { IMPORT_LABEL_GUARDS } from './lists/import-labels.ts';
import { INSIGHT_BEDROCK_GUARDS } from './lists/insight-bedrock.ts';
import { INSIGHT_CHECK_GUARDS } from './lists/insight-checks.ts';
import { INSIGHT_CONSENT_GUARDS } from './lists/insight-consent.ts';
import { INSIGHT_INJECTION_GUARDS } from './lists/insight-injection.ts';
import { INSIGHT_LAUNDERING_GUARDS } from './lists/insight-laundering.ts';
import { INSIGHT_MODIFIER_GUARDS } from './lists/insight-modifiers.ts';
import { INSIGHT_REVIEW_GUARDS } from './lists/insight-reviews.ts';
import { INSIGHT_STORE_GUARDS } from './lists/insight-store.ts';
import { INSIGHT_TEXT_GUARDS } from './lists/insight-texts.ts';
import { INSIGHT_USE_CASE_GUARDS } from './lists/insight-use-cases.ts';
import { INSIGHT_WAYS_GUARDS } from './lists/insight-ways.ts';
import { INTAKE_GUARDS } from './lists/intake.ts';
import { ISSUER_GUARDS } from './lists/issuers.ts';
import { KEY_GUARDS } from './lists/keys.ts';
import { LABEL_GUARDS } from './lists/labels.ts';
import { LEDGER_GUARDS } from './lists/ledger.ts';
import { LEDGER_ASKED_GUARDS } from './lists/ledger-asked.ts';
import { LEDGER_CHAIN_GUARDS } from './lists/ledger-chain.ts';
import { LEDGER_DESK_GUARDS } from './lists/ledger-desk.ts';
import { LEDGER_DYNAMO_GUARDS } from './lists/ledger-dynamo.ts';
import { LEDGER_EXPORT_GUARDS } from './lists/ledger-export.ts';
import { LEDGER_HOLD_GUARDS } from './lists/ledger-holds.ts';
import { LEDGER_INDEX_GUARDS } from './lists/ledger-index.ts';
import { LEDGER_JUNK_GUARDS } from './lists/ledger-junk.ts';
import { LEDGER_KEEP_GUARDS } from './lists/ledger-keep.ts';
import { LEDGER_LOG_GUARDS } from './lists/ledger-log.ts';
import { LEDGER_LOG_STORE_GUARDS } from './lists/ledger-log-stores.ts';
import { LEDGER_NAMING_GUARDS } from './lists/ledger-naming.ts';
import { LEDGER_RECORD_GUARDS } from './lists/ledger-records.ts';
import { LEDGER_SUM_GUARDS } from './lists/ledger-sums.ts';
import { LEDGER_VERIFY_GUARDS } from './lists/ledger-verify.ts';
import { LINE_GUARDS } from './lists/line.ts';
import { MASK_GUARDS } from './lists/masks.ts';
import { PIPELINE_GUARDS } from './lists/pipeline.ts';
import { PROOF_GUARDS } from './lists/proofs.ts';
import { RECORD_GUARDS } from './lists/records.ts';
import { RESOLVER_GUARDS } from './lists/resolvers.ts';
import { REVIEWER_GUARDS } from './lists/reviewers.ts';
import { RUNNING_DOCUMENT_GUARDS } from './lists/running-documents.ts';
import { SCHEMA_GUARDS } from './lists/schema.ts';
import { SCOPE_GUARDS } from './lists/scopes.ts';
import { SEALED_GUARDS } from './lists/sealed.ts';
import { SESSION_GUARDS } from './lists/sessions.ts';
import { SIGNAL_GUARDS } from './lists/signals.ts';
import { STEP_GUARDS } from './lists/steps.ts';
import { STORE_GUARDS } from './lists/store.ts';
import { STORE_WRITING_GUARDS } from './lists/store-writing.ts';
import { SUBJECT_ROW_GUARDS } from './lists/subject-rows.ts';
import { SUBJECT_GUARDS } from './lists/subjects.ts';
import { TENANT_GUARDS } from './lists/tenants.ts';
import { TIE_GUARDS } from './lists/ties.ts';
import { TOKEN_GUARDS } from './lists/tokens.ts';
/** Every guard: what decides, the way of an operation around it, and what both stand on. */
export const GUARDS: readonly Guard[] = Object.freeze([
  ...SCHEMA_GUARDS,
  ...DECISION_GUARDS,
  ...SUBJECT_ROW_GUARDS,
  ...STEP_GUARDS,
  ...SUBJECT_GUARDS,
  ...CONSENT_GUARDS,
  ...CONSENT_ACTOR_GUARDS,
  ...LABEL_GUARDS,
  ...FIELD_GUARDS,
  ...FILTER_GUARDS,
  ...CURSOR_GUARDS,
  ...MASK_GUARDS,
  ...TIE_GUARDS,
  ...TENANT_GUARDS,
  ...LINE_GUARDS,
  ...PIPELINE_GUARDS,
  ...TOKEN_GUARDS,
  ...KEY_GUARDS,
  ...SESSION_GUARDS,
  ...PROOF_GUARDS,
  ...IDENTITY_GUARDS,
  ...SCOPE_GUARDS,
  ...ISSUER_GUARDS,
  ...LEDGER_GUARDS,
  ...RECORD_GUARDS,
  ...STORE_GUARDS,
  ...STORE_WRITING_GUARDS,
  ...FACT_GUARDS,
  ...SEALED_GUARDS,
  ...RESOLVER_GUARDS,
  ...ACT_GUARDS,
  ...INTAKE_GUARDS,
  ...IMPORT_LABEL_GUARDS,
  ...BEDROCK_LOCAL_GUARDS,
  ...IDENTIFIER_GUARDS,
  ...INSIGHT_BEDROCK_GUARDS,
  ...INSIGHT_CHECK_GUARDS,
  ...INSIGHT_TEXT_GUARDS,
  ...INSIGHT_CONSENT_GUARDS,
  ...INSIGHT_INJECTION_GUARDS,
  ...INSIGHT_LAUNDERING_GUARDS,
  ...INSIGHT_STORE_GUARDS,
  ...INSIGHT_MODIFIER_GUARDS,
  ...INSIGHT_REVIEW_GUARDS,
  ...INSIGHT_USE_CASE_GUARDS,
  ...INSIGHT_WAYS_GUARDS,
  ...CLIENT_GUARDS,
  ...CLIENT_REGISTER_GUARDS,
  ...DEVELOPER_SIDE_GUARDS,
  ...CONSOLE_GUARDS,
  ...DOCUMENT_GUARDS,
  ...DOCUMENT_RIGHT_GUARDS,
  ...DOOR_GUARDS,
  ...FOOTPRINT_GUARDS,
  ...RUNNING_DOCUMENT_GUARDS,
  ...COST_GUARDS,
  ...FRONT_DOOR_GUARDS,
  ...LEDGER_CHAIN_GUARDS,
  ...LEDGER_DYNAMO_GUARDS,
  ...LEDGER_EXPORT_GUARDS,
  ...LEDGER_ASKED_GUARDS,
  ...LEDGER_DESK_GUARDS,
  ...LEDGER_INDEX_GUARDS,
  ...LEDGER_JUNK_GUARDS,
  ...LEDGER_NAMING_GUARDS,
  ...LEDGER_KEEP_GUARDS,
  ...LEDGER_HOLD_GUARDS,
  ...LEDGER_LOG_GUARDS,
  ...LEDGER_LOG_STORE_GUARDS,
  ...LEDGER_RECORD_GUARDS,
  ...LEDGER_SUM_GUARDS,
  ...LEDGER_VERIFY_GUARDS,
  ...ACCESS_DIFF_GUARDS,
  ...ACCESS_REVIEW_GUARDS,
  ...ACCESS_REVIEW_API_GUARDS,
  ...SIGNAL_GUARDS,
  ...REVIEWER_GUARDS,
  ...FINDING_GUARDS,
  ...EVIDENCE_GUARDS,
]);
