import type { ComponentChildren } from 'preact';
import { type Access, type State, stateOf } from './field-state.ts';

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
