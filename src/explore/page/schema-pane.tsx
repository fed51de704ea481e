import { useMemo, useState } from 'preact/hooks';

/** One top-level definition of the SDL, with the name it is found by. */
interface Definition {
  readonly name: string;
  readonly text: string;
}

/** What this role can ever use: what is not here, it never gets. Masks stand in the descriptions. */
export function SchemaPane({ sdl }: { readonly sdl: string }) {
  const [sought, setSought] = useState('');
  const definitions = useMemo(() => split(sdl), [sdl]);
  const wanted = sought.trim().toLowerCase();
  const found = definitions.filter(
    ({ name, text }) =>
      wanted === '' || name.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted),
  );
  return (
    <section class="schema" aria-label="Schema">
      <h2>Schema of this role</h2>
      <input
        type="search"
        placeholder="Type or field"
        aria-label="Search the schema"
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
      />
      <div class="types">
        {found.map(({ name, text }) => (
          <details key={name} open={wanted !== '' && found.length <= 3}>
            <summary>{name}</summary>
            <pre>{text}</pre>
          </details>
        ))}
      </div>
    </section>
  );
}

/** Printed SDL has one blank line between definitions and none before the first character of one. */
function split(sdl: string): readonly Definition[] {
  return sdl
    .split(/\n\n(?=\S)/)
    .flatMap((text) => {
      const [, name] = /^(?:type|input|enum|interface|union|scalar) (\w+)/m.exec(text) ?? [];
      return name === undefined ? [] : [{ name, text: text.trim() }];
    })
    .toSorted((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}

function rank(name: string): number {
  const at = ['Query', 'Mutation', 'Patient'].indexOf(name);
  return at < 0 ? 3 : at;
}
