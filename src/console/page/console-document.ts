/** An operation that the gateway has under this id; the types are what it takes and gives. */
export interface ConsoleDocument<Data, Variables> {
  /** `sha256:<hex>` of its text. */
  readonly id: string;
  /** Never there: it holds the types together. */
  readonly types?: (variables: Variables) => Data;
}
