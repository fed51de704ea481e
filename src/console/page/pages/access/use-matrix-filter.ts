import { useMemo } from 'preact/hooks';
import type { ConsoleAccessMatrixQueryVariables } from '../../generated/access-matrix.ts';
import type { CellDecision } from '../../generated/schema-types.ts';
import { useParam } from '../../use-param.ts';
import { DECISIONS } from './cell-words.ts';

export interface MatrixNarrowing {
  readonly purpose: string;
  readonly sensitivity: string;
  readonly identifier: string;
  readonly decision: string;
  /** Whose coordinates are shown; `null`: the categories. */
  readonly category: string | null;
  /** Of which policy; empty: the one in force. */
  readonly policy: string;
  readonly set: Readonly<
    Record<
      'purpose' | 'sensitivity' | 'identifier' | 'decision' | 'category' | 'policy',
      (value: string | null) => void
    >
  >;
  readonly variables: ConsoleAccessMatrixQueryVariables;
}

/** What the matrix is narrowed to: all of it stands in the page's address, so that it can be linked to. */
export function useMatrixFilter(): MatrixNarrowing {
  const [purpose, setPurpose] = useParam('purpose');
  const [sensitivity, setSensitivity] = useParam('sensitivity');
  const [identifier, setIdentifier] = useParam('identifier');
  const [decisionNamed, setDecision] = useParam('decision');
  const [category, setCategory] = useParam('category');
  const [policy, setPolicy] = useParam('policy');
  const decision = DECISIONS.find(([one]) => one === decisionNamed)?.[0] ?? null;
  const variables = useMemo(
    () => ({
      by: category === null ? ('CATEGORY' as const) : ('COORDINATE' as const),
      version: policy,
      filter: {
        ...(category !== null && { categories: [category] }),
        ...(purpose !== null && { purposes: [purpose] }),
        ...(sensitivity !== null && { sensitivities: [sensitivity] }),
        ...(identifier !== null && { identifiers: [identifier] }),
        ...(decision !== null && { decisions: [decision] satisfies CellDecision[] }),
      },
    }),
    [category, purpose, sensitivity, identifier, decision, policy],
  );
  return {
    purpose: purpose ?? '',
    sensitivity: sensitivity ?? '',
    identifier: identifier ?? '',
    decision: decision ?? '',
    category,
    policy: policy ?? '',
    set: {
      purpose: setPurpose,
      sensitivity: setSensitivity,
      identifier: setIdentifier,
      decision: setDecision,
      category: setCategory,
      policy: setPolicy,
    },
    variables,
  };
}
