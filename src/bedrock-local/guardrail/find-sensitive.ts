import type { GuardrailAction, GuardrailPolicy } from '../../insight/guardrail-policy.ts';
import type { SensitiveAction, SensitiveInformation } from './assessment.ts';
import { FIXED_FORMS } from './fixed-forms.ts';

const TOLD: Readonly<Record<GuardrailAction, SensitiveAction>> = Object.freeze({
  BLOCK: 'BLOCKED',
  ANONYMIZE: 'ANONYMIZED',
  NONE: 'NONE',
});

export interface SensitiveFindings {
  /** `null`: nothing was found. */
  readonly found: SensitiveInformation | null;
  readonly blocked: boolean;
  /** The text with `{TYPE}` in place of what is anonymised. */
  readonly text: string;
}

/** Applies the policy's identifiers and patterns to one side of a conversation. */
export function findSensitive(
  policy: GuardrailPolicy,
  side: 'input' | 'output',
  text: string,
): SensitiveFindings {
  const piiEntities: SensitiveInformation['piiEntities'][number][] = [];
  const regexes: SensitiveInformation['regexes'][number][] = [];
  let masked = text;
  for (const rule of policy.pii) {
    const form = FIXED_FORMS[rule.type];
    const matches = form === undefined ? [] : (text.match(form.pattern) ?? []).filter(form.valid ?? Boolean);
    for (const match of new Set(matches)) {
      piiEntities.push({ match, type: rule.type, action: TOLD[rule[side]], detected: true });
      if (rule[side] === 'ANONYMIZE') masked = masked.replaceAll(match, `{${rule.type}}`);
    }
  }
  for (const rule of policy.regexes) {
    for (const match of new Set(text.match(new RegExp(rule.pattern, 'g')) ?? [])) {
      const action = TOLD[rule[side]];
      regexes.push({ name: rule.name, match, regex: rule.pattern, action, detected: true });
      if (rule[side] === 'ANONYMIZE') masked = masked.replaceAll(match, `{${rule.name}}`);
    }
  }
  const all = [...piiEntities, ...regexes];
  return {
    found: all.length === 0 ? null : { piiEntities, regexes },
    blocked: all.some(({ action }) => action === 'BLOCKED'),
    text: masked,
  };
}
