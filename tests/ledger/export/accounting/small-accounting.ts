import {
  type AccountingOptions,
  collectAccounting,
} from '../../../../src/ledger/export/accounting/collect-accounting.ts';
import type { OperationRecord, RecordedField } from '../../../../src/ledger/operation-record.ts';
import type { Finding } from '../../../../src/ledger/segments/ledger-item.ts';
import { shippedModel } from '../../../support/shipped-model.ts';
import { sampleRecord } from '../../sample-record.ts';
import { sourceOf } from '../source-of.ts';

/** What purposes are for, as the schema says. */
export const { purposeAncestors: ANCESTORS } = await shippedModel();

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);
/** RFC 3339: so many days after the period begins. */
export const at = (days: number) => new Date(START + days * DAY).toISOString();

/** What p1 was given in ninety days, by these. */
export const account = (
  items: readonly (OperationRecord | Finding)[],
  change: Partial<AccountingOptions> = {},
) =>
  collectAccounting(sourceOf(items), {
    mode: 'accounting',
    tenant: 'riverside',
    patient: 'p1',
    names: ['p1'],
    from: START,
    until: START + 90 * DAY,
    now: START + 91 * DAY,
    ancestors: ANCESTORS,
    outsider: (client) =>
      client === 'outside-app' ? { name: 'Growth Charts Ltd.', contact: '12 Long Street' } : null,
    gaps: [],
    onCount: () => undefined,
    ...change,
  });

/** One operation that showed laboratory results of p1, and whatever is asked for. */
export function read(
  id: string,
  days: number,
  change: Partial<OperationRecord> = {},
  fields?: readonly RecordedField[],
) {
  return sampleRecord({
    id,
    time: at(days),
    actor: 'res-one',
    roles: ['RESEARCHER'],
    purpose: 'HRESCH',
    shapes: [
      {
        type: 'Observation',
        via: null,
        fields: fields ?? [['Observation.value', 'LAB', 'MASK', 'GENERALIZE', 'GRANT', 'g']],
      },
    ],
    subjects: [{ subject: 'p1', groups: [{ shape: 0, resources: ['o1'], consent: null, breakGlass: null }] }],
    ...change,
  });
}
