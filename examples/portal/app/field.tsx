import type { ComponentChildren } from 'preact';

/** One entry of `_access`. */
export interface Access {
  readonly field: string;
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  readonly mask: string;
  readonly reason: string;
}

/** What a screen must tell apart: a null may mean denied, masked away, or that nothing is recorded. */
type State = 'whole' | 'masked' | 'denied';

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

export function Field(props: {
  readonly label: string;
  readonly field: string;
  readonly access: readonly Access[];
  readonly children?: ComponentChildren;
}) {
  const { state, why } = stateOf(props.access, props.field);
  return (
    <div class="field" data-field={props.field} data-state={state}>
      <dt>{props.label}</dt>
      <dd>
        <Value state={state} why={why}>
          {props.children}
        </Value>
      </dd>
    </div>
  );
}

function Value({ state, why, children }: { state: State; why: string; children: ComponentChildren }) {
  const isEmpty = children === null || children === undefined || children === '';
  if (state === 'denied') return <em title={`Denied: ${why}`}>not for you ({why.toLowerCase()})</em>;
  if (state === 'whole') return isEmpty ? <span class="none">none recorded</span> : <span>{children}</span>;
  return (
    <span>
      {isEmpty ? <span class="none">hidden</span> : children} <small>{why.toLowerCase()}</small>
    </span>
  );
}
