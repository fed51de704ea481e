import { keyedHash } from '../../src/keyed-hash.ts';
import type { ResourceToWrite, TieMembership } from '../health-data.ts';
import type { ItemKey } from './batch-get.ts';
import { type Item, listOf, numberOf, textList, textOf } from './item.ts';

/** Seconds that the tombstone of a removed resource keeps older versions from coming back: seven years. */
export const TOMBSTONE_LIFETIME = 7 * 366 * 86_400;

/** Raised when what is stored of a resource changes form, so that a re-import writes everything anew. */
const FORMAT = 1;

/**
 * What is kept about a resource beside its row: where the row stands, what it left elsewhere, and which
 * version it was. It outlives the row as a tombstone. An organizational resource is its own locator.
 */
export interface Locator {
  readonly key: ItemKey;
  /** Patient and sort key of the row; `null` when there is none. */
  readonly row: { readonly patientId: string; readonly sortKey: string } | null;
  readonly contentHash: Uint8Array;
  readonly version: number | null;
  readonly lastUpdated: string | null;
  /** Anchors this resource ties its patient to. */
  readonly anchors: readonly string[];
  readonly memberships: readonly MembershipKey[];
  /** Blind index entries of a patient. */
  readonly indexed: readonly string[];
}

export interface MembershipKey {
  readonly member: string;
  readonly sortKey: string;
}

export function membershipKey({ member, anchor, source }: TieMembership): MembershipKey {
  return { member, sortKey: `${anchor}#${source}` };
}

export function locatorItem(locator: Locator, expiresAt: number | null): Item {
  const { key, row, contentHash, version, lastUpdated, anchors, memberships, indexed } = locator;
  return {
    pk: { S: key.pk },
    sk: { S: key.sk },
    h: { B: contentHash },
    ...(row === null ? {} : { p: { S: row.patientId }, k: { S: row.sortKey } }),
    ...(expiresAt === null ? {} : { expiresAt: { N: String(expiresAt) } }),
    ...(version === null ? {} : { v: { N: String(version) } }),
    ...(lastUpdated === null ? {} : { u: { S: lastUpdated } }),
    ...(anchors.length === 0 ? {} : { a: textList(anchors) }),
    ...(memberships.length === 0
      ? {}
      : { m: textList(memberships.map(({ member, sortKey }) => `${member}#${sortKey}`)) }),
    ...(indexed.length === 0 ? {} : { i: textList(indexed) }),
  };
}

export function readLocator(key: ItemKey, item: Item): Locator {
  const patientId = textOf(item, 'p');
  const sortKey = textOf(item, 'k');
  return {
    key,
    row: patientId === null || sortKey === null ? null : { patientId, sortKey },
    contentHash: item.h?.B ?? new Uint8Array(),
    version: numberOf(item, 'v'),
    lastUpdated: textOf(item, 'u'),
    anchors: listOf(item, 'a'),
    memberships: listOf(item, 'm').map((text) => {
      const at = text.indexOf('#');
      return { member: text.slice(0, at), sortKey: text.slice(at + 1) };
    }),
    indexed: listOf(item, 'i'),
  };
}

/** Everything that is written of a resource, as a keyed hash: equal hashes mean nothing to write. */
export function contentHash(indexKey: Uint8Array, write: ResourceToWrite): Uint8Array {
  return keyedHash(indexKey)
    .update(`content ${FORMAT}\n`)
    .update(JSON.stringify(write))
    .digest()
    .subarray(0, 16);
}
