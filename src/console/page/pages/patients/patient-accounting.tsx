import { useState } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { patientAccounting } from '../../generated/patients-accounting.ts';
import type { AccountingFormat } from '../../generated/schema-types.ts';
import { Choice } from '../../parts/choice.tsx';
import { Download } from '../../parts/download.tsx';
import { Section } from '../../parts/section.tsx';
import type { AskedPatient } from './asked-patient.ts';

const SCOPES = [
  ['accounting', 'As the rule demands'],
  ['all', 'Everybody who looked'],
] as const;

/** The accounting of disclosures, for the patient. */
export function PatientAccounting({ asked }: { readonly asked: AskedPatient }) {
  const { ask } = useConsole();
  const [scope, setScope] = useState('accounting');
  const file = (format: AccountingFormat) => async () => {
    const answer = await ask(patientAccounting, { ...asked, all: scope === 'all', format });
    if (answer.data === null) return answer;
    return { data: answer.data.ledger?.accounting ?? null, failure: null };
  };
  return (
    <Section
      title="Accounting of disclosures"
      about="45 CFR 164.528, for the patient who asks: six years back, unless a first day is given. Treatment, payment and operations are left out by the rule; they are not left out of who looked."
      actions={
        <>
          <Download label="PDF" file={file('PDF')} />
          <Download label="JSON" file={file('JSON')} />
        </>
      }
    >
      <Choice label="Which" value={scope} onChange={setScope} options={SCOPES} />
    </Section>
  );
}
