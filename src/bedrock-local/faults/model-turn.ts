import type { EngineInput } from '../engine-input.ts';

/** What a model said, before its guardrail looked at it. */
export interface ModelTurn {
  readonly text: string;
  /** Bedrock's `stopReason`. */
  readonly stopReason: 'end_turn' | 'max_tokens';
}

/** Makes a faithful turn faulty. Deterministic: the same input gives the same lie. */
export type ChangeTurn = (honest: ModelTurn, input: EngineInput) => ModelTurn;
