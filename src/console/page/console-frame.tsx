import { useEffect, useMemo, useRef } from 'preact/hooks';
import { createAsk } from './ask.ts';
import { CONSOLE, type ConsoleContext, type Me } from './console-context.ts';
import { me } from './generated/console-me.ts';
import { PageFrame } from './page-frame.tsx';
import { Dialog } from './parts/dialog.tsx';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import { go } from './place.ts';
import type { Ended, Session } from './session.ts';
import { useAnswer } from './use-answer.ts';
import { useTimeOut } from './use-time-out.ts';

export interface ConsoleFrameProps {
  readonly session: Session;
  readonly idleSeconds: number;
  /** @param used when somebody last was there, where that counts. */
  readonly onEnd: (why: Ended, used?: number) => void;
  /** The same person goes on with another token. */
  readonly onRenewed: (session: Session) => void;
}

const NOBODY: Me = Object.freeze({ id: '', roles: [], tenant: '' });

/** Everything that stands and falls with one session. */
export function ConsoleFrame({ session, idleSeconds, onEnd, onRenewed }: ConsoleFrameProps) {
  const { endsIn, stay } = useTimeOut({ idleSeconds, session }, { onEnd, onRenewed });
  const token = useRef<string | null>(session.token);
  token.current = session.token;
  useEffect(
    () => () => {
      token.current = null;
    },
    [],
  );
  const ask = useMemo(() => createAsk(() => token.current, { onRefused: () => onEnd('refused') }), [onEnd]);
  const context = useMemo<ConsoleContext>(() => ({ ask, me: NOBODY, go }), [ask]);
  return (
    <CONSOLE.Provider value={context}>
      <Known context={context} onEnd={onEnd} />
      <Dialog title="Are you still there?" open={endsIn !== null} onClose={stay}>
        <p>
          For the protection of the record this page signs you out in <strong>{endsIn ?? 0} seconds</strong>{' '}
          and removes what it shows.
        </p>
        <div class="actions">
          <button type="button" class="primary" onClick={stay}>
            Stay signed in
          </button>
          <button type="button" onClick={() => onEnd('left')}>
            Sign out now
          </button>
        </div>
      </Dialog>
    </CONSOLE.Provider>
  );
}

/** The first question is who asks: nothing else is drawn before the gateway has said so. */
function Known({ context, onEnd }: { readonly context: ConsoleContext } & Pick<ConsoleFrameProps, 'onEnd'>) {
  const { data, failure, refresh } = useAnswer(me, NO_VARIABLES);
  const known = useMemo(
    () => (data === null ? null : Object.freeze({ ...context, me: data.me })),
    [context, data],
  );
  if (known === null) {
    return failure === null ? (
      <Loading label="Signing in" />
    ) : (
      <main class="alone">
        <h1>Phield console</h1>
        <Failure failure={failure} onAgain={refresh} />
        <button type="button" onClick={() => onEnd('left')}>
          Sign out
        </button>
      </main>
    );
  }
  return (
    <CONSOLE.Provider value={known}>
      <PageFrame onLeave={() => onEnd('left')} />
    </CONSOLE.Provider>
  );
}

const NO_VARIABLES = Object.freeze({});
