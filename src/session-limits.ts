/** When a session ends. 45 CFR 164.312(a)(2)(iii): automatic logoff. Milliseconds. */
export interface SessionLimits {
  /** After the last request. */
  readonly idle: number;
  /** After the first request, and after `auth_time` where it is known. */
  readonly lifetime: number;
}

/** The widest there is; settings only shorten it. */
export const SESSION_LIMITS: SessionLimits = Object.freeze({ idle: 900_000, lifetime: 43_200_000 });
