/** Whose record, and of when. It names a patient, so it stands in no address and is kept nowhere. */
export interface AskedPatient {
  /** FHIR logical id. */
  readonly patient: string;
  /** RFC 3339; `null`: from the beginning, until now. */
  readonly since: string | null;
  readonly until: string | null;
}

/** What is typed: days of the reader's own calendar, or nothing. */
export interface TypedPatient {
  readonly patient: string;
  readonly from: string;
  readonly to: string;
}

/** FHIR R4 `id`, perhaps as a reference. */
const ID = /^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/;

/** @returns what is wrong with it as text, by field, or what it asks for. */
export function readAsked({
  patient,
  from,
  to,
}: TypedPatient):
  | { readonly asked: AskedPatient; readonly error: null }
  | { readonly asked: null; readonly error: { readonly patient?: string; readonly to?: string } } {
  const [, id] = ID.exec(patient.trim()) ?? [];
  if (id === undefined) {
    return { asked: null, error: { patient: 'A FHIR id: letters, digits, - and . (64 at most)' } };
  }
  if (from !== '' && to !== '' && to < from) {
    return { asked: null, error: { to: 'Not before the first day' } };
  }
  return {
    asked: {
      patient: id,
      since: from === '' ? null : startOf(from, 0),
      // The last day counts whole.
      until: to === '' ? null : startOf(to, 1),
    },
    error: null,
  };
}

function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
