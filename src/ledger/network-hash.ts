import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** An address's keyed prefix hash, hex; `null` for what is no address. */
export type NetworkHash = (address: string) => string | null;

/** 128 bits: prefixes never share a hash by chance. */
const HEX_DIGITS = 32;

/** Addresses remembered at most: one HMAC costs more than deciding every field of a patient. */
const MOST_REMEMBERED = 4096;

/**
 * Names a network without telling the address: HMAC-SHA-256 of the /24 (IPv4) or /48 (IPv6) prefix under the
 * deployment's key. Without the key nobody can try out the few prefixes there are. IPv4 mapped into IPv6
 * (RFC 4291 §2.5.5.2) counts as IPv4; a zone index is ignored.
 */
export function createNetworkHash(key: Uint8Array): NetworkHash {
  const remembered = new Map<string, string | null>();
  return (address) => {
    const known = remembered.get(address);
    if (known !== undefined) return known;
    const prefix = networkPrefix(address);
    const made =
      prefix === null ? null : createHmac('sha256', key).update(prefix).digest('hex').slice(0, HEX_DIGITS);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(address, made);
    return made;
  };
}

function networkPrefix(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const bytes = ipaddr.process(address).toByteArray();
  return bytes.length === 4 ? `4:${bytes.slice(0, 3).join('.')}` : `6:${bytes.slice(0, 6).join('.')}`;
}
