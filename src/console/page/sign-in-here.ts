import type { Session } from './session.ts';

/** A token of this machine's own issuer for somebody of the demo; `null`: there is none for whoever asks. */
export async function signInHere(as: string): Promise<Session | null> {
  try {
    const answer = await fetch('/console/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as }),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) return null;
    const { token, expiresIn }: { token: string; expiresIn: number } = await answer.json();
    return { token, expiresAt: Date.now() + expiresIn * 1000, renew: null };
  } catch {
    return null;
  }
}
