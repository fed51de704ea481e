/**
 * Why a log must not grow. `LOG_BEHIND`: somebody has seen a longer one, as after an old backup was restored.
 * `LOG_FORKED`: somebody has seen another history. `LOG_DAMAGED`: its objects do not fit its checkpoint.
 */
export type LogFaultCode = 'LOG_BEHIND' | 'LOG_FORKED' | 'LOG_DAMAGED';

export class LogFault extends Error {
  readonly code: LogFaultCode;
  /** Who says so, or which object: constant text, a path of the log or a witness's name. */
  readonly where: string;

  constructor(code: LogFaultCode, where: string) {
    super(code);
    this.code = code;
    this.where = where;
  }
}
