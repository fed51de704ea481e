import type { Consent } from './consent.ts';
import type { ConsentSituation, ConsentVerdict, ConsentView, ImplicitPolicy } from './consent-view.ts';
import { implicitAlways, implicitVerdict } from './implicit-policy.ts';
import { looksAtRow } from './row-reach.ts';
import { type LiveRule, liveRule, ruleProvision } from './rule-provision.ts';

/** A consent that has something to say in this situation. */
interface LiveConsent {
  readonly id: string;
  readonly root: LiveRule;
}

/**
 * The patient's consents as they bear on one situation. Of several that say something of a row, one that denies
 * wins; one that is active and cannot be read denies everything. The order of `consents` does not matter.
 */
export function openConsents(consents: readonly Consent[], situation: ConsentSituation): ConsentView {
  const live: LiveConsent[] = [];
  let unreadable: string | null = null;
  for (const { id, status, readable, provision } of consents) {
    if (!readable) {
      if (status !== 'active' && status !== 'unknown') continue;
      if (unreadable === null || id < unreadable) unreadable = id;
    } else if (status === 'active' && provision !== null) {
      const root = liveRule(provision, situation);
      if (root !== null) live.push({ id, root });
    }
  }
  if (unreadable !== null) return constantView({ permit: false, consent: unreadable });
  if (live.length === 0) return implicitView(situation.implicit);
  return new LiveView(live, situation.implicit);
}

const NO_LABELS: readonly string[] = Object.freeze([]);
const NO_RECORD: Readonly<Record<string, unknown>> = Object.freeze({});

class LiveView implements ConsentView {
  readonly always: ConsentVerdict | null;
  readonly #live: readonly LiveConsent[];
  readonly #implicit: ImplicitPolicy;

  constructor(live: LiveConsent[], implicit: ImplicitPolicy) {
    // The verdict names the first that decides: the order of ids makes that the same one each time.
    this.#live = live.length === 1 ? live : live.sort((one, other) => (one.id < other.id ? -1 : 1));
    this.#implicit = implicit;
    this.always = live.some(({ root }) => isAboutRows(root))
      ? null
      : (this.#said(NO_TYPE, NO_RECORD, NO_LABELS) ?? implicitAlways(implicit));
  }

  decide(type: string, record: Readonly<Record<string, unknown>>, labels: readonly string[]): ConsentVerdict {
    if (labels.length === 0 && this.always !== null) return this.always;
    return this.#said(type, record, labels) ?? implicitVerdict(this.#implicit, type, labels);
  }

  #said(
    type: string,
    record: Readonly<Record<string, unknown>>,
    labels: readonly string[],
  ): ConsentVerdict | null {
    // A match is a look at the Patient.
    const row = { type: type === 'PatientMatch' ? 'Patient' : type, record, labels };
    let permitting: string | null = null;
    for (const { id, root } of this.#live) {
      const ruling = ruleProvision(root, row);
      if (ruling === 'DENY') return { permit: false, consent: id };
      if (ruling === 'PERMIT') permitting ??= id;
    }
    return permitting === null ? null : { permit: true, consent: permitting };
  }
}

const NO_TYPE = '';

/** Whether a rule that bears on the situation looks at more of a row than its labels. */
function isAboutRows({ rule, exceptions }: LiveRule): boolean {
  return looksAtRow(rule) || exceptions.some(isAboutRows);
}

function constantView(verdict: ConsentVerdict): ConsentView {
  const always = Object.freeze(verdict);
  return { always, decide: () => always };
}

const IMPLICIT: Readonly<Record<ImplicitPolicy, ConsentView>> = Object.freeze({
  'basic-normal': toView('basic-normal'),
  'all-normal': toView('all-normal'),
  'break-glass-only': toView('break-glass-only'),
  deny: toView('deny'),
});

function implicitView(policy: ImplicitPolicy): ConsentView {
  return IMPLICIT[policy];
}

function toView(policy: ImplicitPolicy): ConsentView {
  return Object.freeze({
    always: implicitAlways(policy),
    decide: (type: string, _record: Readonly<Record<string, unknown>>, labels: readonly string[]) =>
      implicitVerdict(policy, type, labels),
  });
}
