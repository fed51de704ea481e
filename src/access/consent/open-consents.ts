import type { Consent, Provision } from './consent.ts';
import type { ConsentSituation, ConsentVerdict, ConsentView, ImplicitPolicy } from './consent-view.ts';
import { implicitAlways, implicitVerdict } from './implicit-policy.ts';
import { NONE } from './reach.ts';
import { looksAtRow } from './row-reach.ts';
import { ruleProvision, situationReach } from './rule-provision.ts';

/** A consent that has something to say in this situation. */
interface LiveConsent {
  readonly id: string;
  readonly root: Provision;
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
    } else if (status === 'active' && provision !== null && situationReach(provision, situation) !== NONE) {
      live.push({ id, root: provision });
    }
  }
  if (unreadable !== null) return constantView({ permit: false, consent: unreadable });
  if (live.length === 0) return implicitView(situation.implicit);
  return new LiveView(live, situation);
}

const NO_LABELS: readonly string[] = Object.freeze([]);
const NO_RECORD: Readonly<Record<string, unknown>> = Object.freeze({});

class LiveView implements ConsentView {
  readonly always: ConsentVerdict | null;
  readonly #live: readonly LiveConsent[];
  readonly #situation: ConsentSituation;

  constructor(live: LiveConsent[], situation: ConsentSituation) {
    // The verdict names the first that decides: the order of ids makes that the same one each time.
    this.#live = live.length === 1 ? live : live.sort((one, other) => (one.id < other.id ? -1 : 1));
    this.#situation = situation;
    this.always = live.some(({ root }) => isAboutRows(root, situation))
      ? null
      : (this.#said(NO_TYPE, NO_RECORD, NO_LABELS) ?? implicitAlways(situation.implicit));
  }

  decide(type: string, record: Readonly<Record<string, unknown>>, labels: readonly string[]): ConsentVerdict {
    if (labels.length === 0 && this.always !== null) return this.always;
    return this.#said(type, record, labels) ?? implicitVerdict(this.#situation.implicit, type, labels);
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
      const ruling = ruleProvision(root, this.#situation, row);
      if (ruling === 'DENY') return { permit: false, consent: id };
      if (ruling === 'PERMIT') permitting ??= id;
    }
    return permitting === null ? null : { permit: true, consent: permitting };
  }
}

const NO_TYPE = '';

/** Whether a rule that bears on the situation looks at more of a row than its labels. */
function isAboutRows(rule: Provision, situation: ConsentSituation): boolean {
  if (situationReach(rule, situation) === NONE) return false;
  return looksAtRow(rule) || rule.provisions.some((exception) => isAboutRows(exception, situation));
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
