/** A line for the operator: a constant event name and ids. MUST NOT hold token text or PHI. */
export type LogEvent = (event: string, fields: Readonly<Record<string, string | number>>) => void;
