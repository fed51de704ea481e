import type { MutationResolvers } from '../src/generated/resolver-types.ts';
import { breakGlass } from './break-glass.ts';
import { reviewBreakGlass } from './break-glass-review.ts';
import { publishDocuments } from './documents.ts';
import { explainAccess } from './explain-access.ts';
import { assignFinding, closeFinding, reopenFinding } from './findings.ts';
import { draftNote, reviewInsight } from './insights.ts';
import { recordConsent, withdrawConsent } from './record-consent.ts';
import { reveal } from './reveal.ts';
import { approveDocument, rejectDocument, retireDocument } from './review-documents.ts';
import { verifyLedger } from './verify-ledger.ts';

export const mutation: Required<MutationResolvers> = Object.freeze({
  breakGlass,
  reviewBreakGlass,
  recordConsent,
  withdrawConsent,
  reveal,
  explainAccess,
  draftNote,
  reviewInsight,
  publishDocuments,
  approveDocument,
  rejectDocument,
  retireDocument,
  verifyLedger,
  assignFinding,
  closeFinding,
  reopenFinding,
});
