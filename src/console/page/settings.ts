import type { Settings } from '../sign-in-settings.ts';

/** `away`: the gateway does not answer. `issuer-away`: it does, and whoever signs people in does not. */
export type SettingsAnswer = Settings | 'away' | 'issuer-away';

export async function readSettings(): Promise<SettingsAnswer> {
  try {
    const answer = await fetch('/console/settings', { cache: 'no-store', credentials: 'omit' });
    if (answer.status === 503) return 'issuer-away';
    if (!answer.ok) return 'away';
    const settings: Settings = await answer.json();
    return settings;
  } catch {
    return 'away';
  }
}
