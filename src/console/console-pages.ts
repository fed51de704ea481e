/**
 * Pages of the console by what stands behind `/console/` in their address, in the order of the navigation. The server
 * answers these and no others; the page draws these and no others.
 */
export const CONSOLE_PAGES = Object.freeze([
  'access',
  'patients',
  'activity',
  'findings',
  'break-glass',
  'insights',
  'documents',
  'ledger',
] as const);

export type ConsolePage = (typeof CONSOLE_PAGES)[number];
