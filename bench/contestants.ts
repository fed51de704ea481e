/** Who is compared: the same queries over the same records, each server alone in its own process. */
export const CONTESTANTS = Object.freeze({
  apollo: 'Apollo Server 5 on Express 5, defaults, no protection',
  shield: 'the same with a graphql-shield rule per field',
  phield: 'Phield as it ships: token, access, guards, durable ledger',
  masked: 'Phield for a role that sees masked values (RESEARCHER)',
  unrecorded: 'Phield with a ledger that keeps nothing: what the ledger adds is told beside it',
  documents: 'Phield with the queries registered as documents of its client',
  stored: 'the same over the embedded store',
} as const);

export type ContestantName = keyof typeof CONTESTANTS;

export function isContestant(name: unknown): name is ContestantName {
  return typeof name === 'string' && Object.hasOwn(CONTESTANTS, name);
}

/** A running server of the yardstick, inside its own process. */
export interface BenchServer {
  readonly port: number;
  /** Sent with every request, to every contestant alike in length. */
  readonly authorization: string;
  stop(): Promise<void>;
}
