export const ATTACK_CLASSES = Object.freeze([
  'other path',
  'interface',
  'alias',
  'filter, sort, count oracle',
  'error or null oracle',
  'id enumeration',
  'forged cursor',
  'tenant confusion',
  'cached decision',
  'shared loader',
  'stale token',
  'scope confusion',
  'empty means all',
  'mutation payload',
  'prototype names',
  'insight',
  'query document',
  'persisted document',
  'request body',
  'cross-site request',
  'bytes on the wire',
  'forged token',
  'keys of an issuer',
  'proof of possession',
] as const);

/** Something that somebody may try in order to see or do more than was declared. */
export interface Attack {
  readonly class: (typeof ATTACK_CLASSES)[number];
  /** One of its kind in the catalogue. */
  readonly name: string;
  readonly tries: string;
  /** What the attacker gets. */
  readonly outcome: string;
  /** File, and title in it; for a test of many cases, the one that is meant. MUST be a test that fails when the attack works. */
  readonly test: readonly [file: string, title: string, example?: string];
}
