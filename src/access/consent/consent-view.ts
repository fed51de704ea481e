/** What holds where no consent says anything (IHE PCF 1.1, Policy-basic-normal and its three siblings). */
export const IMPLICIT_POLICIES = Object.freeze([
  'basic-normal',
  'all-normal',
  'break-glass-only',
  'deny',
] as const);
export type ImplicitPolicy = (typeof IMPLICIT_POLICIES)[number];

/** Who asks, for what, when: what all rows of one patient have in common within one operation. */
export interface ConsentSituation {
  /**
   * References of the actor: its own, its roles', teams', organizations', locations'. Without a person's among them it
   * cannot be told who asks: what is denied to anybody is denied.
   */
  readonly actors: readonly string[];
  /** The operation's purpose and everything it is-a. */
  readonly purposes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly implicit: ImplicitPolicy;
}

export interface ConsentVerdict {
  readonly permit: boolean;
  /** Logical id of the consent that decided, or `null`: the tenant's implicit policy did. */
  readonly consent: string | null;
}

/** The patient's consents, for one situation. */
export interface ConsentView {
  /** The verdict of every row without labels, if no criterion looks at rows; else `null`. */
  readonly always: ConsentVerdict | null;
  /** @param labels effective labels of the row: names of `enum Sensitivity`, or raw codes. */
  decide(type: string, record: Readonly<Record<string, unknown>>, labels: readonly string[]): ConsentVerdict;
}
