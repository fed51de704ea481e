/** Somebody of the demo, as the gateway lists them. */
export interface Person {
  readonly name: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly about: string;
}

export async function listPeople(): Promise<readonly Person[]> {
  return (await fetch('/explore/people', { cache: 'no-store' })).json();
}

/** A new token of the local development issuer. It stays in the page's memory and ends with it. */
export async function mint(as: string): Promise<string> {
  const { token }: { token: string } = await (await post('/explore/token', {}, { as })).json();
  return token;
}

/** The schema as this person's roles can ever use it, as SDL. */
export async function schemaFor(as: string): Promise<string> {
  const { sdl }: { sdl: string } = await (await post('/explore/schema', {}, { as })).json();
  return sdl;
}

export function post(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
  });
}
