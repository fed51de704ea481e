import { isJson, type Json } from '../../is-json.ts';
import { fhirInterval } from '../fhir-interval.ts';
import type { Interval } from './consent.ts';
import type { ConsentFinding } from './consent-findings.ts';
import { CONSENT_FINDINGS } from './consent-findings.ts';

/** As many criteria as one consent may state, over all its rules. */
const MOST_CRITERIA = 2_000;

/**
 * One reading of one consent: gathers what is wrong with it. Every method gives something to go on with, and
 * what it gives MUST NOT be used unless `readable` holds in the end.
 */
export class ConsentReading {
  readonly #findings = new Set<ConsentFinding>();
  #criteria = 0;

  find(finding: ConsentFinding): void {
    this.#findings.add(finding);
  }

  get readable(): boolean {
    return ![...this.#findings].some((finding) => CONSENT_FINDINGS[finding].denies);
  }

  get findings(): readonly ConsentFinding[] {
    return Object.freeze([...this.#findings].sort());
  }

  /** An object that has nothing but the elements named, and an `id` or extensions. */
  object(value: unknown, elements: readonly string[]): Json | null {
    if (!isJson(value)) {
      this.find('SHAPE');
      return null;
    }
    for (const name of Object.keys(value)) {
      if (name === 'modifierExtension') this.find('MODIFIER');
      else if (name !== 'id' && name !== 'extension' && !elements.includes(name)) this.find('ELEMENT');
    }
    return value;
  }

  /** Items of a repeating element; absent is empty. An empty list is no FHIR, and would mean everything. */
  list(value: unknown): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length === 0) {
      this.find('SHAPE');
      return [];
    }
    this.#criteria += value.length;
    if (this.#criteria <= MOST_CRITERIA) return value;
    this.find('SIZE');
    return [];
  }

  /** System and code of a Coding. */
  coding(value: unknown, finding: ConsentFinding): { system: string | null; code: string } | null {
    const code = isJson(value) ? textOf(value.code) : null;
    if (!isJson(value) || code === null) {
      this.find(finding);
      return null;
    }
    return { system: textOf(value.system), code };
  }

  /** Codings of a CodeableConcept: at least one. */
  concept(value: unknown, finding: ConsentFinding): readonly { system: string | null; code: string }[] {
    const codings = isJson(value) && Array.isArray(value.coding) ? value.coding : [];
    if (codings.length === 0) this.find(finding);
    this.#criteria += codings.length;
    if (this.#criteria > MOST_CRITERIA) {
      this.find('SIZE');
      return [];
    }
    return codings.flatMap((coding) => this.coding(coding, finding) ?? []);
  }

  period(value: unknown): Interval | null {
    if (value === undefined) return null;
    const names = isJson(value)
      ? Object.keys(value).filter((name) => name !== 'id' && name !== 'extension')
      : [];
    if (!isJson(value) || names.length === 0 || names.some((name) => name !== 'start' && name !== 'end')) {
      this.find('PERIOD');
      return null;
    }
    const from = 'start' in value ? moment(value.start)?.earliest : Number.NEGATIVE_INFINITY;
    const until = 'end' in value ? moment(value.end)?.latest : Number.POSITIVE_INFINITY;
    if (from !== undefined && until !== undefined && from <= until) return Object.freeze({ from, until });
    this.find('PERIOD');
    return null;
  }
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function moment(value: unknown): { earliest: number; latest: number } | null {
  return typeof value === 'string' ? fhirInterval(value) : null;
}
