import type { InputResource } from '../fhir/identify.ts';
import type { SkipCode } from '../fhir/skip-reason.ts';

/** One thing met in an input: a resource, or a place that yields none. */
export type InputItem =
  | {
      readonly kind: 'resource';
      readonly position: string;
      readonly input: InputResource;
      /** Bytes of its text. */
      readonly size: number;
    }
  | { readonly kind: 'problem'; readonly position: string; readonly reason: SkipCode }
  /** The end of what shares `fullUrl`s: a Bundle, a line. */
  | {
      readonly kind: 'end';
      readonly position: string;
      /** `meta.security` of the Bundle, which holds for each of its entries; empty without one, unknown where it cannot be read. */
      readonly security: readonly unknown[];
    };
