import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Settings } from '../sign-in-settings.ts';
import { ConsoleFrame } from './console-frame.tsx';
import { AWAY } from './failure-text.ts';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import type { Ended, Session } from './session.ts';
import { readSettings, type SettingsAnswer } from './settings.ts';
import { SignIn } from './sign-in.tsx';
import { finishSignIn, takeReturned } from './sign-in-at-issuer.ts';

/** Milliseconds between two looks for a gateway that is away. */
const PAUSE = 1_500;

/** Signs somebody in, and draws everything else for as long as they are. Ending a session unmounts all that it showed. */
export function App() {
  const [settings, setSettings] = useState<SettingsAnswer | null>(null);
  const [session, setSession] = useState<Session | null>(null);
  const [ended, setEnded] = useState<Ended | 'failed' | null>(null);
  /** When somebody was last there before it ended. */
  const [used, setUsed] = useState(0);

  const begin = useCallback((begun: Session | null) => {
    setSession(begun);
    setEnded(begun === null ? 'failed' : null);
  }, []);
  const end = useCallback((why: Ended, used = 0) => {
    setSession(null);
    setEnded(why);
    setUsed(used);
  }, []);

  useEffect(() => {
    const returned = takeReturned();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const told = await readSettings();
      if (isSettings(told) && told.kind === 'oidc' && returned !== null)
        begin(await finishSignIn(returned, told));
      setSettings(told);
      if (!isSettings(told)) timer = setTimeout(() => void look(), PAUSE);
    };
    void look();
    return () => clearTimeout(timer);
  }, [begin]);

  if (settings === null) return <Loading label="Phield console" />;
  if (settings === 'away')
    return (
      <Alone>
        <Failure failure={AWAY} />
      </Alone>
    );
  if (settings === 'issuer-away') {
    return (
      <Alone>
        <p role="alert">The service that signs people in does not answer. Trying again until it does.</p>
      </Alone>
    );
  }
  if (session === null) {
    const sparedUntil = used + settings.idleSeconds * 1000;
    return <SignIn settings={settings} ended={ended} sparedUntil={sparedUntil} onSession={begin} />;
  }
  return (
    <ConsoleFrame session={session} idleSeconds={settings.idleSeconds} onEnd={end} onRenewed={setSession} />
  );
}

function isSettings(answer: SettingsAnswer): answer is Settings {
  return typeof answer === 'object';
}

function Alone({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <main class="alone">
      <h1>Phield console</h1>
      {children}
    </main>
  );
}
