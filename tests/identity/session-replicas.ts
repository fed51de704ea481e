import { sessionKeys } from '../../src/identity/session-key.ts';
import { createSessions, type SessionStore, type SessionToken } from '../../src/identity/sessions.ts';
import { SESSION_LIMITS, type SessionLimits } from '../../src/session-limits.ts';
import { memorySessions } from '../support/memory-sessions.ts';
import { testClock } from './test-issuer.ts';

export interface Named {
  readonly issuer?: string;
  readonly tokenId?: string | null;
  readonly session?: string | null;
  readonly roles?: readonly string[];
  readonly authTime?: number | null;
}

export function tokenOf({
  issuer = 'https://id.example',
  tokenId = 't1',
  session = 's1',
  roles = ['NURSE'],
  authTime = null,
}: Named = {}): SessionToken {
  return {
    identity: { roles, authTime, session },
    keys: sessionKeys({ issuer, tokenId, session }, 'digest'),
  };
}

/** Replicas over one store; each may have a clock of its own. */
export function replicas(limits: SessionLimits = SESSION_LIMITS, store: SessionStore = memorySessions()) {
  const clock = testClock();
  const replica = (offset = 0) => {
    const sessions = createSessions({ store, clock: () => clock.now() + offset * 1000, limits });
    return async (token: SessionToken = tokenOf()) => sessions.check(token);
  };
  return { clock, replica };
}
