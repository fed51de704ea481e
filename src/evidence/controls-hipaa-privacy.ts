import type { Control } from './control.ts';
import { PACK_FILES as F } from './pack-files.ts';

/** 45 CFR 164.502(b), 164.514(d) and 164.528. */
export const PRIVACY: readonly Control[] = Object.freeze([
  {
    rule: 'HIPAA',
    clause: '164.502(b)',
    title: 'Minimum necessary',
    shows:
      'What each role is given for each purpose and how it is masked; grants that nobody used in the period, with narrower schema text.',
    files: [F.matrixCsv, F.usage],
    lacks:
      'Whether what was used was needed: a person must judge. Disclosures for treatment, to the individual, by authorization, to HHS and as the law requires are exempt, and Phield does not tell all of them apart.',
  },
  {
    rule: 'HIPAA',
    clause: '164.514(d)',
    title: 'Minimum necessary: uses, disclosures, requests',
    shows:
      '(d)(2): role classes × categories of information × conditions are the matrix itself, and every change of it in the period is compared. (d)(3): fixed operations of applications were approved or refused by a person, on record.',
    files: [F.matrixCsv, F.changes, F.reviews],
    lacks:
      'Criteria for disclosures that are not routine, and their review one by one; requests that the organisation makes to others, (d)(4).',
  },
  {
    rule: 'HIPAA',
    clause: '164.528',
    title: 'Accounting of disclosures',
    shows: 'How many accountings were made in the period, and for how long disclosures are kept.',
    files: [F.acts, F.configuration],
    lacks:
      'The accounting of a patient is made by phield ledger accounting and is not in this pack, which names no patient. Disclosures outside Phield, such as on paper; suspensions asked for by an agency, (a)(2); answering within 60 days, (c).',
  },
]);
