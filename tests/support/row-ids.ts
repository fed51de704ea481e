import type { TestGateway } from './running-gateway.ts';

const CONNECTION: Readonly<Record<string, string>> = {
  Encounter: 'encounters',
  Condition: 'conditions',
  Observation: 'observations',
  MedicationRequest: 'medications',
  DocumentReference: 'notes',
};

/** One reference of each type about the first of these patients that has all of them, as somebody may see it. */
export async function rowIds(
  gateway: TestGateway,
  token: string,
  patients: readonly string[],
  types: readonly string[],
): Promise<Record<string, string>> {
  const fields = types.flatMap((type) => {
    const connection = CONNECTION[type];
    return connection === undefined ? [] : [`${connection}(first: 1) { edges { node { id } } }`];
  });
  for (const patient of patients) {
    const answer = await gateway.ask(
      token,
      `query ($id: ID!) { patient(id: $id) { id ${fields.join(' ')} } }`,
      {
        variables: { id: patient },
      },
    );
    const ids = Object.fromEntries(
      [...answer.text.matchAll(/"id":"([A-Za-z]+)\/([^"]+)"/g)].map(([, type = '', id]) => [
        type,
        `${type}/${id}`,
      ]),
    );
    if (types.every((type) => ids[type] !== undefined)) return ids;
  }
  throw new Error('no patient has rows of all types');
}
