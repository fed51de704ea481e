import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { DeclaredInsight } from '../../directives/read-insights.ts';
import type { AccessModel, SubjectType } from '../access/access-model.ts';
import { prepareSources, sourcesSchema } from './prepare-sources.ts';
import type { UseCase } from './use-case.ts';
import { USE_CASES } from './use-case.ts';
import { INSIGHT_USE_CASES } from './use-cases/use-cases.ts';

/** An insight field, ready to be asked: what the schema declares of it, and what its use case asks of a model. */
export interface InsightField {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly name: string;
  /** The `@subject` type it stands on. */
  readonly owner: SubjectType;
  readonly useCase: UseCase;
  /** Whether a person goes over it. */
  readonly review: boolean;
  readonly sources: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly root: GraphQLObjectType;
  /** SHA-256 (hex) over everything constant that a model is told. */
  readonly promptHash: string;
}

/**
 * The insight fields of a schema, by coordinate.
 * @param schema with its guards: sources run through the same ones as any query.
 * @throws Error for a use case that nothing here writes.
 */
export function insightFields(
  declared: readonly DeclaredInsight[],
  schema: GraphQLSchema,
  model: AccessModel,
): ReadonlyMap<string, InsightField> {
  return new Map(
    declared.map((insight) => {
      const { coordinate, field, owner } = insight;
      const name = USE_CASES.find((one) => one === insight.useCase);
      const type = schema.getType(owner);
      const subject = model.types[owner];
      if (name === undefined || subject === undefined || !isObjectType(type)) {
        throw new Error(`${coordinate}: no such use case`);
      }
      const useCase = INSIGHT_USE_CASES[name];
      const run = sourcesSchema(schema, owner);
      return [
        coordinate,
        Object.freeze({
          coordinate,
          name: field,
          owner: subject,
          useCase,
          review: insight.review,
          sources: prepareSources(insight.document, run, model),
          schema: run,
          root: type,
          promptHash: hashOf(useCase),
        }),
      ] as const;
    }),
  );
}

function hashOf({ instructions, outputSchema, query }: UseCase): string {
  return createHash('sha256')
    .update(JSON.stringify([instructions, outputSchema, query]))
    .digest('hex');
}
