/** Fields of every row that the engine answers: handles, and what access decided. */
type AnsweredByEngine = 'id' | 'fhirId' | '_access' | 'mayOmit' | '__isTypeOf';

/** The resolvers that a `@subject` type MUST have: one for each field that the engine does not answer. */
export type RowResolvers<Resolvers> = Required<Omit<Resolvers, AnsweredByEngine>>;
