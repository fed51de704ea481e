import type { AccessDecision, LedgerEventKind } from '../generated/schema-types.ts';
import { Badge, type Tone } from './badge.tsx';

const TONES: Readonly<Record<AccessDecision, Tone>> = Object.freeze({
  PERMIT: 'good',
  MASK: 'info',
  DENY: 'bad',
});
const WORDS: Readonly<Record<AccessDecision, string>> = Object.freeze({
  PERMIT: 'whole',
  MASK: 'masked',
  DENY: 'refused',
});

/** What was decided and why, of an event as the ledger has it. An act has no value to give. */
export function DecisionWord({
  event,
}: {
  readonly event: {
    readonly kind: LedgerEventKind;
    readonly decision: AccessDecision;
    readonly reason: string;
  };
}) {
  const { kind, decision, reason } = event;
  if (kind === 'PRIVILEGED') return <Badge>act</Badge>;
  const isThroughGlass = reason === 'BREAK_GLASS';
  return (
    <>
      <Badge tone={isThroughGlass ? 'bad' : TONES[decision]}>{WORDS[decision]}</Badge>{' '}
      <span class="quiet">{reason.toLowerCase().replaceAll('_', ' ')}</span>
    </>
  );
}
