import type { Control } from './control.ts';
import { PACK_FILES as F } from './pack-files.ts';

/** 45 CFR 164.308, administrative safeguards, as far as a gateway bears on them. */
export const ADMINISTRATIVE: readonly Control[] = Object.freeze([
  {
    rule: 'HIPAA',
    clause: '164.308(a)(1)(ii)(D)',
    title: 'Information system activity review',
    shows:
      'Each read, export and verification of the ledger, each scan for signals and each review is an act on record and is counted by kind. Findings stand with their severity, state, who has them and what was made of them.',
    files: [F.acts, F.reviews, F.findings, F.usage],
    lacks:
      'That somebody looks regularly, how often, and what follows from it: a procedure of the organisation. Findings are reasons to look; what stays below their thresholds is not found. Activity in systems that are not reached through Phield is not here. Risk analysis and risk management, (ii)(A) and (B), are not covered.',
  },
  {
    rule: 'HIPAA',
    clause: '164.308(a)(3)',
    title: 'Workforce security',
    shows:
      'Who acted in the period, under which roles, when first and last; what each role can reach at most.',
    files: [F.people, F.matrixCsv],
    lacks:
      'Roles come with the sign-in or from the stored directory: who gave them, clearance, supervision and the ending of access when somebody leaves are the identity provider’s and the organisation’s. Somebody with a role who did nothing in the period is not listed.',
  },
  {
    rule: 'HIPAA',
    clause: '164.308(a)(4)',
    title: 'Information access management',
    shows:
      'The access that the schema and the tenant’s file declare, cell by cell with the line that grants it; which version was in force when; what each change gave or took; what was never used.',
    files: [F.matrixCsv, F.matrix, F.tenant, F.versions, F.changes, F.usage],
    lacks:
      'Who approved a change of the schema or of the tenant’s file, and why, stands in the organisation’s own change records. The matrix is the ceiling for a role; who holds the role is 164.308(a)(3).',
  },
  {
    rule: 'HIPAA',
    clause: '164.308(a)(5)(ii)(C)',
    title: 'Log-in monitoring (addressable)',
    shows:
      'Requests of this tenant that were refused as a whole, by error code, such as for a sign-in that was too weak.',
    files: [F.refusals],
    lacks:
      'Sign-ins happen at the identity provider, whose log has the failed ones. A request whose token did not verify belongs to no tenant and is not in this pack; phield ledger query shows it. Training, and the rest of (a)(5), are not covered.',
  },
  {
    rule: 'HIPAA',
    clause: '164.308(a)(6)',
    title: 'Security incident procedures',
    shows:
      'Findings with the records they rest on, their state and verdict, and when notices would be due; every opened glass and whether it was reviewed.',
    files: [F.findings, F.reviews, F.glasses],
    lacks:
      'The incident procedure itself, its mitigation and its documentation, notices to individuals, media and HHS (164.404 to 164.408), and whether a finding is a breach. Verdicts of the review of a glass stand with the glass, not here.',
  },
]);
