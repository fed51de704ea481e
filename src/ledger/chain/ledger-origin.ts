import { hash } from 'node:crypto';
import type { Vkey } from './vkey.ts';

/** The log's name where the deployment gives none. @param installationKey 32 bytes. */
export function defaultOrigin(installationKey: Uint8Array): string {
  return `phield.local/${hash('sha256', installationKey, 'hex').slice(0, 8)}`;
}

/** What the installation's key is called in vkeys; the log's own key is called like the origin. */
export function installationKeyName(origin: string): string {
  return `${origin}/installation`;
}

export function installationVkey(origin: string, publicKey: Uint8Array): Vkey {
  return { name: installationKeyName(origin), type: 'note', publicKey };
}
