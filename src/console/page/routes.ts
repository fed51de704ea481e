import type { ComponentType } from 'preact';
import type { ConsolePage } from '../console-pages.ts';

export type ReviewerRole = 'PRIVACY_OFFICER' | 'AUDITOR';

export interface Route {
  /** Behind `/console/`. */
  readonly path: ConsolePage;
  readonly title: string;
  /** One line below the title: what is to be seen here. */
  readonly about: string;
  /** Whom the navigation shows it to; what anybody gets of it, the gateway decides. */
  readonly needs: readonly ReviewerRole[];
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

const BOTH: readonly ReviewerRole[] = Object.freeze(['PRIVACY_OFFICER', 'AUDITOR']);
const OFFICER: readonly ReviewerRole[] = Object.freeze(['PRIVACY_OFFICER']);

/** Every page there is, in the order of the navigation. */
export const ROUTES: readonly Route[] = Object.freeze([
  {
    path: 'access',
    title: 'Access',
    about: 'Who may see which kind of data, for what and how much of it, as schema and tenant declare it.',
    needs: BOTH,
    load: () => import('./pages/access/access-page.tsx'),
  },
  {
    path: 'patients',
    title: 'Patients',
    about: 'Who saw one patient’s record, when and for what, and the accounting of disclosures.',
    needs: BOTH,
    load: () => import('./pages/patients/patients-page.tsx'),
  },
  {
    path: 'activity',
    title: 'Activity',
    about: 'What was disclosed and refused day by day, and what was declared but never used.',
    needs: BOTH,
    load: () => import('./pages/activity/activity-page.tsx'),
  },
  {
    path: 'findings',
    title: 'Findings',
    about: 'What looks unusual in the record, with its evidence and the clocks that it starts.',
    needs: BOTH,
    load: () => import('./pages/findings/findings-page.tsx'),
  },
  {
    path: 'break-glass',
    title: 'Break-glass',
    about: 'Emergency access that somebody opened, and its review.',
    needs: OFFICER,
    load: () => import('./pages/break-glass/break-glass-page.tsx'),
  },
  {
    path: 'insights',
    title: 'Insights',
    about:
      'Texts that a model wrote: how they were checked and who reviewed them. Their content is not shown here.',
    needs: BOTH,
    load: () => import('./pages/insights/insights-page.tsx'),
  },
  {
    path: 'documents',
    title: 'Documents',
    about: 'Operations that applications may run, what each can reach, and those that wait for approval.',
    needs: OFFICER,
    load: () => import('./pages/documents/documents-page.tsx'),
  },
  {
    path: 'ledger',
    title: 'Ledger',
    about: 'The record itself: its checkpoint, whether it verifies, its events, proofs and exports.',
    needs: BOTH,
    load: () => import('./pages/ledger/ledger-page.tsx'),
  },
]);
