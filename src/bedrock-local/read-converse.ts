import { z } from 'zod';
import { WireError } from './wire-error.ts';

const GuardText = z.object({
  text: z.string(),
  qualifiers: z.array(z.enum(['grounding_source', 'query', 'guard_content'])).default([]),
});
/** Text, guarded or not. Images, documents and tools are what the local model does not take. */
const Block = z.union([
  z.strictObject({ text: z.string().min(1) }),
  z.strictObject({ guardContent: z.strictObject({ text: GuardText }) }),
]);

const Request = z.object({
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.array(Block).min(1) })).min(1),
  system: z.array(Block).default([]),
  inferenceConfig: z
    .object({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
    })
    .default({}),
  guardrailConfig: z
    .object({
      guardrailIdentifier: z.string().min(1),
      guardrailVersion: z.string().min(1),
      trace: z.enum(['enabled', 'disabled', 'enabled_full']).default('disabled'),
      streamProcessingMode: z.enum(['sync', 'async']).optional(),
    })
    .optional(),
  outputConfig: z
    .object({
      textFormat: z.object({
        type: z.literal('json_schema'),
        structure: z.object({ jsonSchema: z.object({ schema: z.string(), name: z.string().optional() }) }),
      }),
    })
    .optional(),
  requestMetadata: z.record(z.string().max(256), z.string().max(256)).optional(),
});

export interface ConverseBlock {
  readonly text: string;
  /** Given as `guardContent`: where any block is, only such blocks are looked at by the guardrail. */
  readonly guarded: boolean;
  readonly qualifiers: readonly ('grounding_source' | 'query' | 'guard_content')[];
}

export interface GuardrailReference {
  readonly id: string;
  readonly version: string;
}

/** A Converse or ConverseStream request, as far as the local model takes it. */
export interface ConverseInput {
  readonly system: readonly string[];
  /** Blocks of the user's messages, in order. */
  readonly blocks: readonly ConverseBlock[];
  readonly guardrail: (GuardrailReference & { readonly trace: boolean }) | null;
  /** `null`: the model's own. */
  readonly maxTokens: number | null;
}

/** @throws WireError ValidationException for what is no such request. */
export function readConverse(body: unknown): ConverseInput {
  const parsed = Request.safeParse(body);
  if (!parsed.success) throw new WireError('ValidationException', 'The request is not one this model takes.');
  const { system, messages, guardrailConfig: guardrail, inferenceConfig } = parsed.data;
  if (messages.at(-1)?.role !== 'user') {
    throw new WireError('ValidationException', 'A conversation must end with a user message.');
  }
  return Object.freeze({
    system: Object.freeze(system.map((block) => blockOf(block).text)),
    blocks: Object.freeze(
      messages.filter(({ role }) => role === 'user').flatMap(({ content }) => content.map(blockOf)),
    ),
    guardrail:
      guardrail === undefined
        ? null
        : Object.freeze({
            id: guardrail.guardrailIdentifier,
            version: guardrail.guardrailVersion,
            trace: guardrail.trace !== 'disabled',
          }),
    maxTokens: inferenceConfig.maxTokens ?? null,
  });
}

function blockOf(block: z.output<typeof Block>): ConverseBlock {
  if ('text' in block) return Object.freeze({ text: block.text, guarded: false, qualifiers: [] });
  const { text, qualifiers } = block.guardContent.text;
  return Object.freeze({ text, guarded: true, qualifiers: Object.freeze(qualifiers) });
}
