import type { ComponentType } from 'preact';
import { CONSOLE_PAGES, type ConsolePage, type ConsolePath } from '../console-pages.ts';

export interface Route extends ConsolePage {
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

const LOAD: Readonly<Record<ConsolePath, Route['load']>> = Object.freeze({
  access: () => import('./pages/access/access-page.tsx'),
  patients: () => import('./pages/patients/patients-page.tsx'),
  activity: () => import('./pages/activity/activity-page.tsx'),
  findings: () => import('./pages/findings/findings-page.tsx'),
  'break-glass': () => import('./pages/break-glass/break-glass-page.tsx'),
  insights: () => import('./pages/insights/insights-page.tsx'),
  documents: () => import('./pages/documents/documents-page.tsx'),
  ledger: () => import('./pages/ledger/ledger-page.tsx'),
});

/** Every page with what draws it. Each is loaded when it is opened. */
export const ROUTES: readonly Route[] = Object.freeze(
  CONSOLE_PAGES.map((page) => Object.freeze({ ...page, load: LOAD[page.path] })),
);
