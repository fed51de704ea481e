import { useState } from 'preact/hooks';
import { ask, type PatientPage, signIn } from './ask.ts';
import { PatientView } from './patient-view.tsx';

const PEOPLE = ['physician', 'billing', 'researcher', 'patient'] as const;
const PATIENT = 'demo-ada';

type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'page'; readonly page: PatientPage };

/** Sign in as one of the demo's people; everybody is shown the same page of the same patient. */
export function Portal() {
  const [who, setWho] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>({ kind: 'nothing' });

  const enter = async (name: string) => {
    setWho(name);
    // What the last person saw is gone before the next one's page is asked for.
    setShown({ kind: 'waiting' });
    const answer = (await signIn(name)) ? await ask(PATIENT) : { page: null, code: 'UNAUTHENTICATED' };
    setShown(
      answer.page === null
        ? { kind: 'refused', code: answer.code ?? 'INTERNAL_SERVER_ERROR' }
        : { kind: 'page', page: answer.page },
    );
  };

  return (
    <>
      <header>
        <h1>Portal</h1>
        <nav aria-label="Sign in as">
          {PEOPLE.map((name) => (
            <button
              type="button"
              key={name}
              aria-pressed={name === who}
              onClick={() => {
                void enter(name);
              }}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      {shown.kind === 'nothing' && <p>Sign in as somebody.</p>}
      {shown.kind === 'waiting' && <p>One moment.</p>}
      {shown.kind === 'refused' && <p role="alert">Not available: {shown.code}</p>}
      {shown.kind === 'page' && <PatientView page={shown.page} />}
    </>
  );
}
