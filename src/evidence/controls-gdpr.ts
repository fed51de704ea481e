import type { Control } from './control.ts';
import { PACK_FILES as F } from './pack-files.ts';

/** Regulation (EU) 2016/679, Articles 15, 30, 32 and 33. */
export const GDPR: readonly Control[] = Object.freeze([
  {
    rule: 'GDPR',
    clause: 'Art. 15',
    title: 'Right of access by the data subject',
    shows:
      'What a patient may see of its own record (role PATIENT, purpose PATRQT); how many accountings were made.',
    files: [F.matrixCsv, F.acts],
    lacks:
      'A copy of all personal data, its sources, the existence of automated decisions, and the answer within a month (Art. 12(3)): the organisation’s. Data in other systems.',
  },
  {
    rule: 'GDPR',
    clause: 'Art. 30',
    title: 'Records of processing activities',
    shows:
      'Purposes, categories of data and categories of recipients as declared (matrix) and as done (use by role and purpose); for how long records of access are kept.',
    files: [F.matrixCsv, F.people, F.usage, F.configuration],
    lacks:
      'The record itself: controller, representative and data protection officer, transfers to third countries, time limits for erasing the data, and all processing outside Phield. The lawful basis (Art. 6, 9) is not recorded for each purpose.',
  },
  {
    rule: 'GDPR',
    clause: 'Art. 32',
    title: 'Security of processing',
    shows:
      'Which kind of keys seal data and sign the ledger; whether the ledger is whole; whether patients or everyone bear pseudonyms in it (the tenant’s file); every package in use with licence and hash.',
    files: [F.configuration, F.verification, F.tenant, F.dependencies, F.sbom],
    lacks:
      'Resilience, backups and their restoring, testing of measures, known vulnerabilities of the packages (the bill of materials is what a scanner takes), and the data protection impact assessment (Art. 35).',
  },
  {
    rule: 'GDPR',
    clause: 'Art. 33',
    title: 'Notification of a breach to the supervisory authority',
    shows:
      'For findings that the tenant’s file wants it for, when 72 hours from the record that first showed it are over; the state and verdict of each.',
    files: [F.findings, F.tenant],
    lacks:
      'When the controller became aware, whether it is a breach with a risk, the notice itself, and the documentation of breaches, Art. 33(5).',
  },
]);
