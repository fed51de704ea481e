import type { CellDecision } from '../../generated/schema-types.ts';
import type { Tone } from '../../parts/badge.tsx';
import type { HeatLevel } from '../../parts/heat-map.tsx';

export const LEVELS: Readonly<Record<CellDecision, HeatLevel>> = Object.freeze({
  WHOLE: 'whole',
  MASKED: 'masked',
  BREAK_GLASS: 'glass',
  DENIED: 'denied',
});

export const TONES: Readonly<Record<CellDecision, Tone>> = Object.freeze({
  WHOLE: 'good',
  MASKED: 'info',
  BREAK_GLASS: 'warn',
  DENIED: 'neutral',
});

export const DECISIONS: readonly (readonly [CellDecision, string])[] = [
  ['WHOLE', 'whole'],
  ['MASKED', 'masked'],
  ['BREAK_GLASS', 'break-glass only'],
  ['DENIED', 'denied'],
];

/** In a cell there is room for one letter. */
export const MASK_LETTERS: Readonly<Record<string, string>> = Object.freeze({
  PARTIAL: 'P',
  GENERALIZE: 'G',
  PSEUDONYM: 'Y',
  REDACT: 'R',
});

export function decisionWord(decision: CellDecision): string {
  return DECISIONS.find(([one]) => one === decision)?.[1] ?? decision;
}
