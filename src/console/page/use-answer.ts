import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { AskFailure } from './ask.ts';
import { useConsole } from './console-context.ts';
import type { ConsoleDocument } from './console-document.ts';
import { gatewayAnswers } from './gateway-answers.ts';

export interface Answered<Data> {
  /** `null` while it loads for the first time, and after a failure. What was there stays while it is read anew. */
  readonly data: Data | null;
  readonly failure: AskFailure | null;
  readonly loading: boolean;
  /** Asks again. */
  readonly refresh: () => void;
}

/**
 * Asks when the page opens, when the variables change, and after `refresh`; when the gateway went away, as soon as it is
 * back. For queries alone: what changes something is asked once, by `useAct`.
 * @param variables `null`: nothing is asked yet.
 */
export function useAnswer<Data, Variables>(
  document: ConsoleDocument<Data, Variables>,
  variables: Variables | null,
): Answered<Data> {
  const { ask } = useConsole();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{
    readonly data: Data | null;
    readonly failure: AskFailure | null;
    readonly of: string | null;
  }>({ data: null, failure: null, of: null });
  const [loading, setLoading] = useState(variables !== null);
  // Variables are values: an object that says the same asks nothing new.
  const key = variables === null ? null : JSON.stringify(variables);
  const asked = useRef(variables);
  asked.current = variables;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` and `round` are what asks again
  useEffect(() => {
    const given = asked.current;
    if (given === null) {
      setState({ data: null, failure: null, of: null });
      setLoading(false);
      return;
    }
    const gone = new AbortController();
    setLoading(true);
    const run = async () => {
      while (!gone.signal.aborted) {
        const answer = await ask(document, given, gone.signal);
        if (gone.signal.aborted) return;
        setState({ ...answer, of: key });
        const isAway = answer.failure?.code === 'AWAY';
        setLoading(isAway);
        if (!isAway || !(await gatewayAnswers(gone.signal))) return;
      }
    };
    run().catch(() => {});
    return () => gone.abort();
  }, [ask, document, key, round]);

  const refresh = useCallback(() => setRound((last) => last + 1), []);
  // What answers another question is not shown under this one.
  const isOfThis = state.of === key;
  return {
    data: isOfThis ? state.data : null,
    failure: isOfThis ? state.failure : null,
    loading: loading || (key !== null && !isOfThis),
    refresh,
  };
}
