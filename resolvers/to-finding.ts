import type { SignalFinding } from '../src/generated/resolver-types.ts';
import type { KeptFinding } from '../src/signals/kept-finding.ts';

/** A finding as the schema has it: without its tenant, which is the actor's own. */
export function toFinding({ finding, ...kept }: KeptFinding): SignalFinding {
  const { tenant: _own, evidence, ...same } = finding;
  return { __typename: 'SignalFinding', ...same, ...evidence, ...kept };
}
