import type { GatewayRequest } from '../handle-operation.ts';
import { JsonRefused, refuseAmbiguous } from '../plain-json.ts';

/** Parameters of a GET that are JSON (GraphQL over HTTP §5.3). */
const JSON_PARAMETERS = ['variables', 'extensions'];

/** Whether what travels in the address would not pass in a body. */
export function refuseSearch({ method, search }: GatewayRequest): boolean {
  if (method !== 'GET' || search === '') return false;
  const given = new URLSearchParams(search);
  try {
    for (const name of JSON_PARAMETERS) for (const text of given.getAll(name)) refuseAmbiguous(text);
    return false;
  } catch (error) {
    if (error instanceof JsonRefused) return true;
    throw error;
  }
}
