import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Person, Settings } from '../sign-in-settings.ts';
import { roleName } from './role-name.ts';
import { ENDED_TEXT, type Ended, type Session } from './session.ts';
import { leaveForIssuer } from './sign-in-at-issuer.ts';
import { signInHere } from './sign-in-here.ts';

export interface SignInProps {
  readonly settings: Settings;
  /** Why nobody is signed in any more; `failed`: signing in did not work. */
  readonly ended: Ended | 'failed' | null;
  /** Until when whoever was there may be there still: milliseconds since the epoch. */
  readonly sparedUntil: number;
  readonly onSession: (session: Session | null) => void;
}

const FAILED = 'Signing in did not work. Try again, or ask whoever runs the sign-in service.';

export function SignIn({ settings, ended, sparedUntil, onSession }: SignInProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = 'Sign in · Phield console';
    heading.current?.focus();
  }, []);
  return (
    <main class="alone">
      <h1 ref={heading} tabIndex={-1}>
        <span class="mark" aria-hidden="true" />
        Phield console
      </h1>
      <p class="lead">
        For privacy officers and auditors: what is declared, what was done, and whether the record holds.
      </p>
      {ended !== null && (
        <p class="notice" role="status">
          {ended === 'failed' ? FAILED : ENDED_TEXT[ended]}
        </p>
      )}
      {settings.kind === 'development' ? (
        <People people={settings.people} onSession={onSession} />
      ) : (
        <Issuer
          settings={settings}
          sparedUntil={ended === 'expired' ? sparedUntil : 0}
          onFailed={() => onSession(null)}
        />
      )}
      <p class="quiet">Everything you look at is put on record before it is shown.</p>
    </main>
  );
}

function People({
  people,
  onSession,
}: {
  readonly people: readonly Person[];
  readonly onSession: SignInProps['onSession'];
}) {
  const [busy, setBusy] = useState(false);
  const choose = async (name: string) => {
    setBusy(true);
    const session = await signInHere(name);
    setBusy(false);
    onSession(session);
  };
  return (
    <>
      <p>
        This gateway runs on synthetic patients. Choose who you are; the token stays in this page’s memory.
      </p>
      <ul class="people">
        {people.map(({ name, tenant, roles }) => (
          <li key={name}>
            <button type="button" disabled={busy} onClick={() => void choose(name)}>
              <strong>{roles.map(roleName).join(', ')}</strong>
              <span>of {tenant}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface IssuerProps {
  readonly settings: Extract<Settings, { kind: 'oidc' }>;
  /** Whose token ran out while they were there is spared another password, until nobody may be there any more. */
  readonly sparedUntil: number;
  readonly onFailed: () => void;
}

function Issuer({ settings, sparedUntil, onFailed }: IssuerProps) {
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    leaveForIssuer(settings, Date.now() >= sparedUntil).catch(() => {
      setBusy(false);
      onFailed();
    });
  };
  return (
    <>
      <p>
        You sign in at <strong>{new URL(settings.metadata.issuer).host}</strong> and come back here.
      </p>
      <button type="button" class="primary" disabled={busy} onClick={leave}>
        Sign in
      </button>
    </>
  );
}
