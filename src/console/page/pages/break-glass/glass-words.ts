import type { ConsoleGlassesQuery } from '../../generated/break-glass-queue.ts';
import type { BreakGlassVerdict } from '../../generated/schema-types.ts';
import type { Tone } from '../../parts/badge.tsx';

export type Glass = NonNullable<ConsoleGlassesQuery['breakGlassReviews']>['edges'][number]['node'];

/** HL7 ActReason below BTG. */
const REASONS: Readonly<Record<string, string>> = Object.freeze({
  OVRER: 'Emergency',
  OVRPJ: 'Professional judgement',
  OVRPS: 'Public safety',
  OVRTPS: 'Harm to a third party',
});

export const VERDICTS: readonly (readonly [BreakGlassVerdict, string])[] = Object.freeze([
  ['JUSTIFIED', 'Justified'],
  ['NOT_JUSTIFIED', 'Not justified'],
  ['ESCALATED', 'Handed on'],
] as const);

export const VERDICT_TONES: Readonly<Record<BreakGlassVerdict, Tone>> = Object.freeze({
  JUSTIFIED: 'good',
  NOT_JUSTIFIED: 'bad',
  ESCALATED: 'info',
});

export function reasonTitle(reason: string | null): string {
  return reason === null ? 'not shown' : (REASONS[reason] ?? reason);
}

export function verdictTitle(verdict: BreakGlassVerdict): string {
  return VERDICTS.find(([code]) => code === verdict)?.[1] ?? verdict;
}
