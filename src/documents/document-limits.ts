/**
 * How much one operation may be, each bound for what the others do not see (OWASP GraphQL cheat sheet, "DoS
 * Prevention"). What is counted in a document is counted with its fragments expanded wherever they are spread, and
 * with every @include and @skip taken.
 */
export const DOCUMENT_LIMITS = Object.freeze({
  /** Lexical tokens; counted while parsing, so a flood stops early. */
  tokens: 2000,
  /** Fields below fields. */
  depth: 16,
  /** Fields selected in all. */
  fields: 1000,
  /**
   * Fields, fragments and spreads looked at in all: fragments that hold nothing but spreads, of fragments missing or
   * in a circle, double with every level and have no field to count.
   */
  selections: 4000,
  /** Fields of one selection set. */
  breadth: 300,
  /** Fields that have a name of their own. */
  aliases: 200,
  /** Directives on fields, fragments, operations and variables. */
  directives: 200,
  /** Directives at one place. */
  directivesAtOnce: 5,
  /** Fields that may be resolved, every page as long as it is asked to be. */
  cost: 500_000,
  /** Fields that one a model writes counts for: its sources are read, and a model is asked. */
  insight: 1000,
  /** Patients that may be looked at, likewise. */
  patients: 500,
  /** Errors of one answer; one more says how many there are besides. */
  errors: 100,
  /** Bytes of one answer. */
  answer: 4 * 1024 * 1024,
});
