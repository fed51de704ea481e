import { useState } from 'preact/hooks';
import type { Answer, AskFailure } from './ask.ts';
import { useConsole } from './console-context.ts';
import type { ConsoleDocument } from './console-document.ts';

export interface Act<Data, Variables> {
  /** Asks once. What changes something is never asked again by itself. */
  readonly run: (variables: Variables) => Promise<Answer<Data>>;
  readonly busy: boolean;
  /** Of the last run. */
  readonly failure: AskFailure | null;
}

export function useAct<Data, Variables>(document: ConsoleDocument<Data, Variables>): Act<Data, Variables> {
  const { ask } = useConsole();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  return {
    busy,
    failure,
    run: async (variables) => {
      setBusy(true);
      setFailure(null);
      const answer = await ask(document, variables);
      setFailure(answer.failure);
      setBusy(false);
      return answer;
    },
  };
}
