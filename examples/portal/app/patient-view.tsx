import type { ComponentChildren } from 'preact';
import type { PatientPage } from './ask.ts';
import { Field } from './field.tsx';
import { stateOf } from './field-state.ts';

type Patient = NonNullable<PatientPage['patient']>;

export function PatientView({ page: { me, patient } }: { readonly page: PatientPage }) {
  return (
    <article>
      <p class="who" data-testid="who">
        {me.roles.join(', ')} · {me.purpose} · {me.tenant}
      </p>
      {patient === null ? (
        <p>There is no such patient for you.</p>
      ) : (
        <>
          <Person patient={patient} />
          <Conditions patient={patient} />
          <Claims patient={patient} />
        </>
      )}
      <Legend />
    </article>
  );
}

function Person({ patient }: { readonly patient: Patient }) {
  const access = patient._access;
  const [name] = patient.name ?? [];
  const [home] = patient.address ?? [];
  const place = [home?.line?.join(', '), home?.city, home?.state, home?.postalCode].filter(Boolean);
  const reached = (patient.telecom ?? []).map(({ value }) => value).filter(Boolean);
  return (
    <section>
      <h2>Person</h2>
      <dl>
        <Field label="Name" field="name" access={access}>
          {name?.text}
        </Field>
        <Field label="Born" field="birthDate" access={access}>
          {patient.birthDate}
        </Field>
        <Field label="Gender" field="gender" access={access}>
          {patient.gender}
        </Field>
        <Field label="Record number" field="mrn" access={access}>
          {patient.mrn}
        </Field>
        <Field label="Social security number" field="ssn" access={access}>
          {patient.ssn}
        </Field>
        <Field label="Race" field="race" access={access}>
          {patient.race}
        </Field>
        <Field label="Reached by" field="telecom" access={access}>
          {reached.join(', ')}
        </Field>
        <Field label="Lives at" field="address" access={access}>
          {place.join(', ')}
        </Field>
      </dl>
    </section>
  );
}

function Conditions({ patient }: { readonly patient: Patient }) {
  return (
    <Rows title="Conditions" field="conditions" patient={patient} list={patient.conditions}>
      {patient.conditions?.edges.map(({ node }) => (
        <dl key={node.id}>
          <Field label="Condition" field="code" access={node._access}>
            {node.code?.text ?? node.code?.codings?.[0]?.display}
          </Field>
          <Field label="Since" field="onsetDateTime" access={node._access}>
            {node.onsetDateTime}
          </Field>
        </dl>
      ))}
    </Rows>
  );
}

function Claims({ patient }: { readonly patient: Patient }) {
  return (
    <Rows title="Claims" field="claims" patient={patient} list={patient.claims}>
      {patient.claims?.edges.map(({ node }) => (
        <dl key={node.id}>
          <Field label="Billed on" field="created" access={node._access}>
            {node.created}
          </Field>
          <Field label="Total" field="total" access={node._access}>
            {node.total?.value != null && `${node.total.value} ${node.total.currency ?? ''}`}
          </Field>
        </dl>
      ))}
    </Rows>
  );
}

/** An empty list says none are known only where nothing may have been left out. */
function Rows(props: {
  readonly title: string;
  readonly field: string;
  readonly patient: Patient;
  readonly list: {
    readonly edges: readonly unknown[];
    readonly pageInfo: { readonly mayOmit: boolean };
  } | null;
  readonly children?: ComponentChildren;
}) {
  const { state } = stateOf(props.patient._access, props.field);
  const isDenied = state === 'denied';
  return (
    <section>
      <h2>{props.title}</h2>
      {(isDenied || props.list === null) && (
        <dl>
          <Field label={props.title} field={props.field} access={props.patient._access} />
        </dl>
      )}
      {props.list !== null && props.children}
      {props.list !== null && props.list.edges.length === 0 && (
        <p class="none">{props.list.pageInfo.mayOmit ? 'None that you may see.' : 'None recorded.'}</p>
      )}
      {props.list !== null && props.list.edges.length > 0 && props.list.pageInfo.mayOmit && (
        <p class="none">There may be more than you may see.</p>
      )}
    </section>
  );
}

function Legend() {
  return (
    <footer>
      <span data-state="whole">whole</span>
      <span data-state="masked">masked</span>
      <span data-state="denied">denied</span>
    </footer>
  );
}
