import { GraphiQL } from 'graphiql';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { type ComponentProps, useCallback, useEffect, useMemo, useState } from 'react';
import { FIRST_QUERY } from './first-query.ts';
import { createPageMemory } from './page-memory.ts';
import { listPeople, mint, type Person, post, schemaFor } from './talk.ts';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];

interface Asker {
  readonly name: string;
  readonly token: string;
  readonly schema: GraphQLSchema;
}

/** GraphiQL over the schema as whoever asks can use it: what it does not offer, that role never gets. */
export function Explorer() {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [who, setWho] = useState('physician');
  const [asker, setAsker] = useState<Asker | null>(null);
  const memory = useMemo(createPageMemory, []);

  const become = useCallback(async (name: string) => {
    setWho(name);
    // What the last person was shown is not left standing under the next one's name.
    setAsker(null);
    const [token, sdl] = await Promise.all([mint(name), schemaFor(name)]);
    setAsker({ name, token, schema: buildSchema(sdl) });
  }, []);

  useEffect(() => {
    void listPeople().then(setPeople);
    void become('physician');
  }, [become]);

  const fetcher = useMemo<Fetcher>(() => {
    const authorization = `Bearer ${asker?.token ?? ''}`;
    return async (body, { headers = {} } = {}) =>
      (await post('/graphql', { authorization, ...headers }, body)).json();
  }, [asker]);

  const person = people.find(({ name }) => name === who);
  return (
    <div className="page">
      <header>
        <h1>Phield</h1>
        <label>
          Ask as{' '}
          <select
            value={who}
            onChange={(event) => {
              void become(event.currentTarget.value);
            }}
          >
            {people.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <span data-testid="about">
          {person !== undefined &&
            `${person.roles.join(', ')} · ${person.purposes.join(', ')} · ${person.tenant}: ${person.about}`}
        </span>
      </header>
      {asker !== null && (
        <GraphiQL
          key={asker.name}
          fetcher={fetcher}
          schema={asker.schema}
          storage={memory}
          initialQuery={FIRST_QUERY}
          initialVariables={'{ "id": "demo-ada" }'}
          showPersistHeadersSettings={false}
          defaultTheme="light"
        />
      )}
    </div>
  );
}
