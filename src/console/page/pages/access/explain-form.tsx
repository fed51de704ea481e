import { useMemo, useState } from 'preact/hooks';
import { SelectField } from '../../parts/select-field.tsx';
import type { Declared } from './declared.ts';

export type Supposed = 'oneFactor' | 'withheld' | 'glass' | 'revealed';

export interface Asked {
  readonly coordinate: string;
  readonly role: string;
  readonly purpose: string;
  /** Empty: whatever it takes. */
  readonly relationship: string;
  /** Of row and patient; empty: none. */
  readonly labels: string;
  readonly suppose: readonly Supposed[];
}

export interface ExplainFormProps {
  readonly declared: Declared;
  readonly coordinates: readonly { readonly coordinate: string; readonly type: string }[];
  readonly coordinate: string | null;
  readonly role: string | null;
  readonly onAsk: (asked: Asked) => void;
}

const SUPPOSED: readonly (readonly [Supposed, string])[] = [
  ['oneFactor', 'Signed in with one factor'],
  ['withheld', 'The patient’s consents withhold the row'],
  ['glass', 'A glass is open'],
  ['revealed', 'A recorded reason lifts the tenant’s mask'],
];

/** Who is supposed to ask, for what, and under what. */
export function ExplainForm(props: ExplainFormProps) {
  const { declared, coordinates, onAsk } = props;
  const types = useMemo(() => [...new Set(coordinates.map(({ type }) => type))].toSorted(), [coordinates]);
  const given = coordinates.find(({ coordinate }) => coordinate === props.coordinate);
  const first = coordinates.find(({ coordinate }) => coordinate.startsWith('Patient.')) ?? coordinates[0];
  const [type, setType] = useState((given ?? first)?.type ?? '');
  const [coordinate, setCoordinate] = useState((given ?? first)?.coordinate ?? '');
  const [role, setRole] = useState(props.role ?? declared.roles[0] ?? '');
  const [purpose, setPurpose] = useState('TREAT');
  const [relationship, setRelationship] = useState('');
  const [labels, setLabels] = useState('');
  const [suppose, setSuppose] = useState<readonly Supposed[]>([]);
  const ofType = coordinates.filter((one) => one.type === type);
  const turn = (one: Supposed) =>
    setSuppose(suppose.includes(one) ? suppose.filter((other) => other !== one) : [...suppose, one]);
  return (
    <form
      class="explain"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ coordinate, role, purpose, relationship, labels, suppose });
      }}
    >
      <div class="fields">
        <SelectField
          label="Type"
          value={type}
          onChange={(next) => {
            setType(next);
            setCoordinate(coordinates.find((one) => one.type === next)?.coordinate ?? '');
          }}
          options={types.map((one) => [one, one])}
        />
        <SelectField
          label="Field or filter"
          value={coordinate}
          onChange={setCoordinate}
          options={ofType.map((one) => [one.coordinate, one.coordinate.slice(type.length + 1)])}
        />
        <SelectField label="Role" value={role} onChange={setRole} options={declared.roles.map(same)} />
        <SelectField
          label="Purpose"
          value={purpose}
          onChange={setPurpose}
          options={declared.purposes.map(({ code }) => same(code)).toSorted()}
        />
        <SelectField
          label="Relationship"
          value={relationship}
          onChange={setRelationship}
          options={[
            ['', 'Whatever it takes'],
            ['NONE', 'None at all'],
            ...declared.relationships.filter((one) => one !== 'NONE').map(same),
          ]}
        />
        <SelectField
          label="Label of the row"
          value={labels}
          onChange={setLabels}
          options={[['', 'None'], ...declared.sensitivities.map(same)]}
        />
      </div>
      <fieldset class="suppose">
        <legend>Suppose that</legend>
        {SUPPOSED.map(([one, text]) => (
          <label key={one}>
            <input type="checkbox" checked={suppose.includes(one)} onChange={() => turn(one)} />
            {text}
          </label>
        ))}
      </fieldset>
      <div class="actions">
        <button type="submit" class="primary">
          Explain
        </button>
      </div>
    </form>
  );
}

function same(code: string): readonly [string, string] {
  return [code, code];
}
