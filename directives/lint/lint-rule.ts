import type { GraphQLSchema } from 'graphql';
import type { AccessModel, LeafKind, Mask, Place } from '../../src/access/access-model.ts';
import type { Sdl } from '../read-sdl.ts';

/** What every rule reads. The schema is valid GraphQL and its directives are ours; nothing else is known. */
export interface LintContext {
  readonly sdl: Sdl;
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  /** The mask rule by kind of field; an absent one is what the lint is to find. */
  readonly maskTable: Readonly<Partial<Record<LeafKind, Readonly<Partial<Record<Mask, string>>>>>>;
}

/** One thing wrong, at the line the author has to change. */
export interface Complaint {
  readonly place: Place;
  readonly coordinate: string | null;
  readonly message: string;
}

export interface LintRule {
  readonly name: string;
  /** Why the rule is there: the clause, or the failure it prevents. */
  readonly reason: string;
  readonly check: (context: LintContext) => readonly Complaint[];
}
