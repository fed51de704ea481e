import type { LogFields } from '../log.ts';

/** A line for the operator: a constant event name and ids. MUST NOT hold token text or PHI. */
export type LogEvent = (
  event: string,
  fields: Pick<LogFields, 'issuer' | 'role' | 'scope' | 'count' | 'errorName'>,
) => void;
