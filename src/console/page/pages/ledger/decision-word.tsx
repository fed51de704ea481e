import type { AccessDecision } from '../../generated/ledger-events.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import type { LedgerEvent } from './event-dialog.tsx';

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

/** What was decided and why. An act has no value to give. */
export function DecisionWord({
  event,
}: {
  readonly event: Pick<LedgerEvent, 'kind' | 'decision' | 'reason'>;
}) {
  const { kind, decision, reason } = event;
  if (kind === 'PRIVILEGED') return <Badge>act</Badge>;
  return (
    <>
      <Badge tone={TONES[decision]}>{WORDS[decision]}</Badge>{' '}
      <span class="quiet">{reason.toLowerCase().replaceAll('_', ' ')}</span>
    </>
  );
}
