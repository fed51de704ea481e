export type ReviewerRole = 'PRIVACY_OFFICER' | 'AUDITOR';

export interface ConsolePage {
  /** Behind `/console/` in its address. */
  readonly path: ConsolePath;
  readonly title: string;
  /** One line below the title: what is to be seen here. */
  readonly about: string;
  /** Whom the navigation shows it to; what anybody gets of it, the gateway decides. */
  readonly needs: readonly ReviewerRole[];
}

export type ConsolePath =
  | 'access'
  | 'patients'
  | 'activity'
  | 'findings'
  | 'break-glass'
  | 'insights'
  | 'documents'
  | 'ledger';

const BOTH: readonly ReviewerRole[] = Object.freeze(['PRIVACY_OFFICER', 'AUDITOR']);
const OFFICER: readonly ReviewerRole[] = Object.freeze(['PRIVACY_OFFICER']);

/**
 * Every page of the console, in the order of the navigation. The server answers these addresses and no others; the page
 * draws these and no others.
 */
export const CONSOLE_PAGES: readonly ConsolePage[] = Object.freeze([
  {
    path: 'access',
    title: 'Access',
    about: 'Who may see which kind of data, for what and how much of it, as schema and tenant declare it.',
    needs: BOTH,
  },
  {
    path: 'patients',
    title: 'Patients',
    about: 'Who saw one patient’s record, when and for what, and the accounting of disclosures.',
    needs: BOTH,
  },
  {
    path: 'activity',
    title: 'Activity',
    about: 'What was disclosed and refused day by day, and what was declared but never used.',
    needs: BOTH,
  },
  {
    path: 'findings',
    title: 'Findings',
    about: 'What looks unusual in the record, with its evidence and the clocks that it starts.',
    needs: BOTH,
  },
  {
    path: 'break-glass',
    title: 'Break-glass',
    about: 'Emergency access that somebody opened, and its review.',
    needs: BOTH,
  },
  {
    path: 'insights',
    title: 'Insights',
    about: 'Texts that a model wrote: how they were checked and who reviewed them, without what they say.',
    needs: BOTH,
  },
  {
    path: 'documents',
    title: 'Documents',
    about: 'Operations that applications may run, what each can reach, and those that wait for approval.',
    needs: OFFICER,
  },
  {
    path: 'ledger',
    title: 'Ledger',
    about: 'The record itself: its checkpoint, whether it verifies, its events, proofs and exports.',
    needs: BOTH,
  },
]);
