import fc from 'fast-check';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';

/** Strings that break naive framing: line ends, NUL, separators, lone surrogates, frame-like bytes. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '\r\n', '\0', '\u2028', '\u2029', '\u0085', '"', '\\', '\ud800', '\u0001\u0002\u0003'),
);
const maybe = fc.option(text, { nil: null });

const field = fc.tuple(
  text,
  maybe,
  fc.constantFrom('PERMIT' as const, 'MASK' as const, 'DENY' as const),
  text,
  text,
  maybe,
);

const shape = fc.record({
  type: text,
  fields: fc.array(field, { minLength: 1, maxLength: 4 }),
  via: maybe,
});

/** The texts of an insight, all the same. */
export const insightTexts = <Text>(same: Text) => ({
  coordinate: same,
  model: same,
  guardrail: same,
  guardrailPolicy: same,
  promptHash: same,
  evidenceHash: same,
});
const insight = fc.record({ ...insightTexts(text), sent: fc.boolean() });

/** Any operation record that can be composed: its groups point at its shapes. */
export function anyRecord(): fc.Arbitrary<OperationRecord> {
  return fc.array(shape, { minLength: 1, maxLength: 4 }).chain((shapes) => {
    const group = fc.record({
      shape: fc.nat({ max: shapes.length - 1 }),
      resources: fc.array(text, { minLength: 1, maxLength: 20 }),
      consent: maybe,
      breakGlass: maybe,
    });
    const subject = fc.record({ subject: maybe, groups: fc.array(group, { maxLength: 3 }) });
    return fc.record({
      v: fc.constant(1 as const),
      id: text,
      time: fc.constant('2026-11-21T10:00:00.000Z'),
      kind: fc.constantFrom('operation' as const, 'refusal' as const, 'privileged' as const),
      tenant: maybe,
      actor: maybe,
      roles: fc.array(text, { maxLength: 3 }),
      assurance: fc.array(text, { maxLength: 3 }),
      client: maybe,
      network: maybe,
      address: maybe,
      purpose: maybe,
      policyVersion: text,
      document: maybe,
      operation: maybe,
      request: text,
      session: maybe,
      refusal: maybe,
      count: fc.nat({ max: 5 }),
      insight: fc.option(insight, { nil: undefined }),
      shapes: fc.constant(shapes),
      subjects: fc.array(subject, { maxLength: 12 }),
    });
  });
}
