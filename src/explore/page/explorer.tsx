import { useCallback, useEffect, useState } from 'preact/hooks';
import { SchemaPane } from './schema-pane.tsx';
import { type Answer, ask, listPeople, mint, type Person, schemaFor } from './talk.ts';

const FIRST_QUERY = `query Ada($id: ID!) {
  me {
    roles
    purpose
  }
  patient(id: $id) {
    name {
      text
    }
    birthDate
    ssn
    conditions(first: 3) {
      edges {
        node {
          code {
            text
          }
        }
      }
    }
    _access {
      field
      decision
      mask
      reason
    }
  }
}
`;

/** Query, variables and headers on the left, the answer in the middle, the schema of whoever asks on the right. */
export function Explorer() {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [who, setWho] = useState<string>('physician');
  const [token, setToken] = useState<string | null>(null);
  const [sdl, setSdl] = useState('');
  const [query, setQuery] = useState(FIRST_QUERY);
  const [variables, setVariables] = useState('{ "id": "demo-ada" }');
  const [headers, setHeaders] = useState('{}');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [finding, setFinding] = useState('');

  const become = useCallback(async (name: string) => {
    setWho(name);
    // What the last person was shown is not left standing under the next one's name.
    setAnswer(null);
    setToken(await mint(name));
    setSdl(await schemaFor(name));
  }, []);

  useEffect(() => {
    void listPeople().then(setPeople);
    void become('physician');
  }, [become]);

  const run = async () => {
    const sent = readObject(variables);
    const added = readObject(headers);
    if (sent === null || added === null) {
      setFinding(`${sent === null ? 'Variables' : 'Headers'}: expected a JSON object`);
      return;
    }
    setFinding('');
    const texts = Object.entries(added).map(([name, value]) => [name, String(value)]);
    setAnswer(await ask(token, Object.fromEntries(texts), { query, variables: sent }));
  };

  const person = people.find(({ name }) => name === who);
  return (
    <main class="page">
      <header>
        <h1>Phield explorer</h1>
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
        <span class="about" data-testid="about">
          {person !== undefined &&
            `${person.roles.join(', ')} · ${person.purposes.join(', ')} · ${person.tenant}`}
        </span>
        <button
          type="button"
          disabled={token === null}
          onClick={() => {
            void run();
          }}
        >
          Run
        </button>
      </header>
      <section class="ask" aria-label="Operation">
        <Text onRun={run} label="Query" value={query} onChange={setQuery} grows />
        <Text onRun={run} label="Variables" value={variables} onChange={setVariables} />
        <Text onRun={run} label="Headers" value={headers} onChange={setHeaders} />
        {finding !== '' && <p role="alert">{finding}</p>}
      </section>
      <section class="answer" aria-label="Answer">
        <h2>{answer === null ? 'Answer' : `${answer.status} in ${Math.round(answer.milliseconds)} ms`}</h2>
        <pre data-testid="answer">{answer?.text ?? ''}</pre>
      </section>
      <SchemaPane sdl={sdl} />
    </main>
  );
}

function Text(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Control or Command with Enter. */
  readonly onRun: () => Promise<void>;
  readonly grows?: boolean;
}) {
  return (
    <label class={props.grows === true ? 'grows' : ''}>
      <span>{props.label}</span>
      <textarea
        spellcheck={false}
        autocomplete="off"
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void props.onRun();
        }}
      />
    </label>
  );
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
