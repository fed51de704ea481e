import { CRITERION_STATUSES } from '../output.ts';

/** What the answers of a use case have besides text and citations. */
export interface OutputShape {
  /** Headings, each sentence standing under one. Empty: none. */
  readonly sections: readonly string[];
  /** Whether each sentence bears a diagnosis code. */
  readonly code: boolean;
  /** Whether each sentence bears the status of a criterion. */
  readonly status: boolean;
}

const CITATION = object({ item: leaf({ type: 'integer' }), quote: leaf({ type: 'string' }) });

/**
 * JSON Schema of an answer. Keeps to what Bedrock's structured output takes: closed objects, no bounds on
 * lengths or numbers; those are for the reader of the answer.
 */
export function outputSchema({ sections, code, status }: OutputShape): Readonly<Record<string, unknown>> {
  const sentence = object({
    text: leaf({ type: 'string' }),
    citations: list(CITATION),
    ...(sections.length === 0
      ? {}
      : { section: leaf({ type: 'string', enum: Object.freeze([...sections]) }) }),
    ...(code ? { code: leaf({ type: 'string' }) } : {}),
    ...(status ? { status: leaf({ type: 'string', enum: CRITERION_STATUSES }) } : {}),
  });
  return Object.freeze({
    ...object({
      sentences: list(sentence),
      outOfScope: leaf({ type: 'boolean', enum: Object.freeze([true]) }),
    }),
    required: Object.freeze(['sentences']),
  });
}

type Schema = Readonly<Record<string, unknown>>;

function leaf(schema: Schema): Schema {
  return Object.freeze(schema);
}

function list(items: Schema): Schema {
  return Object.freeze({ type: 'array', items });
}

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return Object.freeze({
    type: 'object',
    properties: Object.freeze(properties),
    required: Object.freeze(Object.keys(properties)),
    additionalProperties: false,
  });
}
