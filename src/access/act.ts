/**
 * One thing an actor does that opens, judges or explains access, as the ledger has it. Ids and constants only:
 * what people wrote to justify it is PHI and is kept sealed with the patient's data.
 */
export interface Act {
  /** Of the root field, such as `Mutation.breakGlass`. */
  readonly coordinate: string;
  /** FHIR logical id of the patient; `null`: it concerns no patient, such as the approval of a document. */
  readonly subject: string | null;
  /** What it is done to; `id` is the logical id, of a registered document `client/id`. */
  readonly resource: { readonly type: string; readonly id: string };
  /** Id of the glass that is opened; the purpose of the act is then BTG. */
  readonly glass?: string;
  /** Id of the consent that is written. */
  readonly consent?: string;
  /** A constant name that the same act has elsewhere: it stands in the place of the operation's own. */
  readonly operation?: string;
  /** Coordinates of the fields that it opens or explains. */
  readonly fields?: readonly string[];
}
