import type { Actor } from './actor.ts';
import type { ClientEntry, TokenBinding } from './directory.ts';

/** An actor before the purpose of its operation is chosen. */
export interface Identity extends Omit<Actor, 'purpose'> {
  /** What runs without a `Phield-Purpose` header; `null`: a header is needed. */
  readonly defaultPurpose: string | null;
  /** What the client's registration demands of its tokens. */
  readonly binding: TokenBinding;
  /** What its client was registered with when it was made; `null`: nothing. Once another stands, it is made anew. */
  readonly entry: ClientEntry | null;
}
