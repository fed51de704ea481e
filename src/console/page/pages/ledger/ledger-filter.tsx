import type { LedgerFilter } from '../../generated/schema-types.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { TextField } from '../../parts/text-field.tsx';

/** What is typed to narrow a list. Patients have a page of their own. */
export interface TypedFilter {
  readonly kind: string;
  readonly decision: string;
  readonly actor: string;
  readonly coordinate: string;
  readonly client: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: TypedFilter = Object.freeze({
  ...{ kind: '', decision: '', actor: '', coordinate: '', client: '', from: '', to: '' },
});

export const KINDS = [
  ['', 'All'],
  ['OPERATION', 'Fields read'],
  ['REFUSAL', 'Refused requests'],
  ['PRIVILEGED', 'Privileged acts'],
] as const;
const DECISIONS = [
  ['', 'Any'],
  ['PERMIT', 'Whole'],
  ['MASK', 'Masked'],
  ['DENY', 'Refused'],
] as const;

export interface FilterFieldsProps {
  readonly typed: TypedFilter;
  readonly onType: (typed: TypedFilter) => void;
}

export function FilterFields({ typed, onType }: FilterFieldsProps) {
  const type = (part: Partial<TypedFilter>) => onType({ ...typed, ...part });
  return (
    <>
      <SelectField
        label="Decision"
        value={typed.decision}
        onChange={(decision) => type({ decision })}
        options={DECISIONS}
      />
      <TextField label="Actor" value={typed.actor} onInput={(actor) => type({ actor })} />
      <TextField
        label="Field"
        value={typed.coordinate}
        onInput={(coordinate) => type({ coordinate })}
        placeholder="Patient.ssn"
      />
      <TextField label="Application" value={typed.client} onInput={(client) => type({ client })} />
      <TextField label="From" type="date" value={typed.from} onInput={(from) => type({ from })} />
      <TextField label="To" type="date" value={typed.to} onInput={(to) => type({ to })} />
    </>
  );
}

/** Days are the reader's own, the last one whole. `null`: everything. */
export function filterOf(typed: TypedFilter): LedgerFilter | null {
  const kind = KINDS.map(([one]) => one).find((one) => one === typed.kind) ?? '';
  const decision = DECISIONS.map(([one]) => one).find((one) => one === typed.decision) ?? '';
  const [actor, coordinate, client] = [typed.actor, typed.coordinate, typed.client].map((one) => one.trim());
  const filter: LedgerFilter = {
    ...(kind !== '' && { kind }),
    ...(decision !== '' && { decision }),
    ...(actor && { actor }),
    ...(coordinate && { coordinate }),
    ...(client && { client }),
    ...(typed.from !== '' && { since: beginOf(typed.from, 0) }),
    ...(typed.to !== '' && { until: beginOf(typed.to, 1) }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

/** @param later days. */
function beginOf(day: string, later: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return date.toISOString();
}
