import type { Actor } from './actor.ts';

/** An actor before the purpose of its operation is chosen. */
export interface Identity extends Omit<Actor, 'purpose'> {
  /** What runs without a `Phield-Purpose` header; `null`: a header is needed. */
  readonly defaultPurpose: string | null;
}
