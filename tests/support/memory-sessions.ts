import type { Revocations } from '../../src/identity/revocations.ts';
import type { SessionStore, Sessions, Sighting } from '../../src/identity/sessions.ts';

/** Sessions of one process, judged as the store does; for tests of what stands before it. */
export function memorySessions(): SessionStore & { readonly asked: Sighting[] } {
  const held = new Map<string, { readonly startedAt: number; readonly seenAt: number }>();
  const asked: Sighting[] = [];
  return {
    asked,
    async see(sighting) {
      asked.push(sighting);
      const { key, now, seenAfter, startedAfter, notAfter } = sighting;
      const session = held.get(key);
      if (session !== undefined) {
        if (session.seenAt <= seenAfter || session.startedAt <= startedAfter) return null;
        if (session.seenAt > notAfter || session.startedAt > notAfter) return null;
      }
      const startedAt = session?.startedAt ?? now;
      held.set(key, { startedAt, seenAt: now });
      return startedAt;
    },
  };
}

export const NOTHING_REVOKED: Revocations = Object.freeze({ isRevoked: () => false });

/** For tests that are about something else. */
export const NEVER_ENDING: Sessions = Object.freeze({ check: () => undefined });
