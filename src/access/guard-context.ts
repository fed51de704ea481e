import type { OperationAccess } from './operation-access.ts';

/** Seals a list position into a cursor that only the same query of the same access class opens again. */
export interface CursorSealer {
  seal(position: string, context: readonly string[]): string;
  /** @throws BadUserInputError for anything this sealer did not make for this context. */
  open(cursor: string, context: readonly string[]): string;
}

/** What guards need of the operation's context. */
export interface GuardContext {
  readonly access: OperationAccess;
  readonly cursors: CursorSealer;
  /** Opaque token of the access class; part of every cursor's context. */
  readonly accessClass: string;
  /** Whether a ZIP3 area holds more than 20,000 people (45 CFR 164.514(b)(2)(i)(B)). */
  readonly zip3Populous: (prefix: string) => boolean;
}
