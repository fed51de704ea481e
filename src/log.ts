import type { Logger } from 'pino';
import { pino } from 'pino';

/**
 * The only fields a log line may have. Ids, codes and counts; never values, argument texts, response names
 * or error messages (design promise 8). A field that is not listed does not compile and is not written.
 */
export interface LogFields {
  readonly request?: string;
  readonly tenant?: string;
  readonly client?: string;
  /** `iss` of a configured issuer. */
  readonly issuer?: string;
  /** Name of a role or group that a token bears and nobody knows. */
  readonly role?: string;
  /** Plain forms of scopes that a token bears and nobody can read, without their parameters. */
  readonly scope?: string;
  readonly code?: string;
  readonly errorName?: string;
  /** Constant text of our own, never from a user or a store. */
  readonly detail?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly operationHash?: string;
  readonly port?: number;
  readonly host?: string;
  readonly pid?: number;
  readonly profile?: string;
  readonly count?: number;
  /** Id of an opened glass. */
  readonly glass?: string;
  readonly signal?: string;
  readonly file?: string;
  readonly line?: number;
}

const ALLOWED: ReadonlySet<string> = new Set<keyof LogFields>([
  'request',
  'tenant',
  'client',
  'issuer',
  'role',
  'scope',
  'code',
  'errorName',
  'detail',
  'status',
  'durationMs',
  'operationHash',
  'port',
  'host',
  'pid',
  'profile',
  'count',
  'glass',
  'signal',
  'file',
  'line',
]);

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Structured lines on standard error, so that standard output stays free for what people asked for. */
export function createLog(level: string): Log {
  return logOver(pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2)));
}

function logOver(logger: Logger): Log {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) => {
      logger[level](Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name))), event);
    };
  return Object.freeze({ info: write('info'), warn: write('warn'), error: write('error') });
}
