import { receivedValues } from './received-values.ts';

/** What arrived of one answer: PHI values as `Type/id coordinate`. */
export interface Received {
  readonly request: string;
  readonly values: readonly string[];
}

const LOAD_QUERY = `query Load {
  patient(id: "Patient/demo-ada") { fhirId birthDate gender mrn
    conditions(first: 5) { edges { node { fhirId recordedDate } } }
    observations(first: 10, category: LAB) { edges { node { fhirId effectiveDateTime } } } }
}`;

/** Each client asks again as soon as it is answered, until the gateway is gone. What arrives is added to `received`. */
export async function runClients(
  { url, token }: { readonly url: string; readonly token: string },
  clients: number,
  received: Received[],
): Promise<void> {
  const client = async () => {
    for (let asked = 0; asked < 20_000; asked += 1) {
      const answer = await receive(url, token);
      if (answer === null) return;
      received.push(answer);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** A cut-off body counts as far as it came. `null`: nothing arrived. */
async function receive(url: string, token: string): Promise<Received | null> {
  let text = '';
  let request = '';
  try {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: LOAD_QUERY }),
    });
    request = answer.headers.get('phield-request-id') ?? '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    if (request === '') return null;
  }
  return { request, values: receivedValues(text) };
}
