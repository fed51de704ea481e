import { receivedValues } from '../../src/cli/received-values.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import type { Answered } from './answered.ts';
import { recordedValues } from './recorded-values.ts';

/** A query whose answer `receivedValues` understands. */
export const DISCLOSING_QUERY = `{ patient(id: "Patient/demo-ada") { fhirId birthDate gender mrn
  conditions(first: 5) { edges { node { fhirId recordedDate } } }
  observations(first: 10, category: LAB) { edges { node { fhirId effectiveDateTime } } } } }`;

export interface Disclosed {
  /** PHI values that reached a client. */
  readonly received: number;
  /** Those of them that have no event, as `Type/id coordinate`. */
  readonly missing: readonly string[];
}

/** Compares what clients received with what the ledger says of their requests. */
export async function disclosed(
  dataDir: string,
  answers: readonly Pick<Answered, 'text' | 'headers'>[],
): Promise<Disclosed> {
  const received = answers.map(({ text, headers }) => ({
    request: headers.get('phield-request-id') ?? '',
    values: receivedValues(text),
  }));
  const recorded = await recordedValues(
    ledgerDirectory(dataDir),
    new Set(received.map(({ request }) => request)),
  );
  const missing = received.flatMap(({ request, values }) =>
    values.filter((value) => !recorded.get(request)?.has(value)),
  );
  return { received: received.reduce((sum, { values }) => sum + values.length, 0), missing };
}
