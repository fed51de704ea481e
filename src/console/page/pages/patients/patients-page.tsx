import { useState } from 'preact/hooks';
import { Choice } from '../../parts/choice.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Section } from '../../parts/section.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { type AskedPatient, readAsked, type TypedPatient } from './asked-patient.ts';
import { PatientAccounting } from './patient-accounting.tsx';
import { PatientEvents } from './patient-events.tsx';
import { PatientReadings } from './patient-readings.tsx';

const NOTHING_TYPED: TypedPatient = Object.freeze({ patient: '', from: '', to: '' });
const VIEWS = [
  ['readings', 'Who looked'],
  ['events', 'Field by field'],
] as const;

/** Who saw the record of one patient. */
export default function PatientsPage() {
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [asked, setAsked] = useState<AskedPatient | null>(null);
  const [error, setError] = useState<{ readonly patient?: string; readonly to?: string }>({});
  const [view, setView] = useState('readings');
  const type = (part: Partial<TypedPatient>) => setTyped({ ...typed, ...part });
  const look = (event: SubmitEvent) => {
    event.preventDefault();
    const read = readAsked(typed);
    setError(read.error ?? {});
    if (read.asked !== null) setAsked(read.asked);
  };
  return (
    <>
      <Section
        title="Patient"
        about="Looking is itself on record, with your name and the patient’s id, before anything is shown."
      >
        <form class="fields" onSubmit={look}>
          <TextField
            label="Patient id (FHIR logical id)"
            value={typed.patient}
            onInput={(patient) => type({ patient })}
            error={error.patient ?? null}
            required
          />
          <TextField label="From" type="date" value={typed.from} onInput={(from) => type({ from })} />
          <TextField
            label="To"
            type="date"
            value={typed.to}
            onInput={(to) => type({ to })}
            error={error.to ?? null}
          />
          <button type="submit" class="primary">
            Look
          </button>
        </form>
      </Section>
      {asked === null ? (
        <Empty>Name a patient to see who read the record, when, and for what.</Empty>
      ) : (
        <>
          <Choice label="Show" value={view} onChange={setView} options={VIEWS} />
          {view === 'readings' ? <PatientReadings asked={asked} /> : <PatientEvents asked={asked} />}
          <PatientAccounting asked={asked} />
        </>
      )}
    </>
  );
}
