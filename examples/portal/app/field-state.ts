/** One entry of `_access`. */
export interface Access {
  readonly field: string;
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  readonly mask: string;
  readonly reason: string;
}

/** What a screen must tell apart: a null may mean denied, masked away, or that nothing is recorded. */
export type State = 'whole' | 'masked' | 'denied';

const STATES: Readonly<Record<Access['decision'], State>> = {
  PERMIT: 'whole',
  MASK: 'masked',
  DENY: 'denied',
};

/** What nobody spoke of is shown as denied, never as empty. */
export function stateOf(access: readonly Access[], field: string): { state: State; why: string } {
  const entry = access.find((one) => one.field === field);
  if (entry === undefined) return { state: 'denied', why: 'ERROR' };
  return { state: STATES[entry.decision], why: entry.decision === 'MASK' ? entry.mask : entry.reason };
}
