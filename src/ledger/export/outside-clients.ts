/** What the register has of whoever runs a client. */
export interface OutsideClient {
  readonly name: string | null;
  readonly contact: string | null;
}

/** Whose clients are: what is in neither is another organisation's, and nobody registered it. */
export interface OutsideClients {
  /** The house's. */
  readonly own: ReadonlySet<string>;
  /** Registered as another organisation's. */
  readonly outside: ReadonlyMap<string, OutsideClient>;
}

const UNREGISTERED: OutsideClient = Object.freeze({ name: null, contact: null });

/** What is registered of a client that another organisation runs; `null`: the house's own. */
export function outsiderOf({ own, outside }: OutsideClients): (client: string) => OutsideClient | null {
  return (client) => outside.get(client) ?? (own.has(client) ? null : UNREGISTERED);
}
