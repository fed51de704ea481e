import type { OperationRecord } from '../ledger/operation-record.ts';
import { UsageTally } from '../ledger/uses/usage-tally.ts';
import { ActCount } from './act-count.ts';
import { GlassCount } from './glass-count.ts';
import { PeopleCount } from './people-count.ts';
import { PolicyPeriods } from './policy-periods.ts';
import { RefusalCount } from './refusal-count.ts';

/**
 * All that a pack says of a tenant's records, counted in one pass. What it keeps grows with the schema, the people and the
 * patients, and with acts that a person did, not with what was read.
 */
export class LedgerTally {
  readonly policies = new PolicyPeriods();
  readonly acts = new ActCount();
  readonly glasses = new GlassCount();
  readonly people = new PeopleCount();
  readonly refusals = new RefusalCount();
  readonly usage: UsageTally;
  /** Records of the period. */
  records = 0;
  operations = 0;

  /** @param mix whether the tenant’s file declares what part of a role's reading may be for which purpose. */
  constructor({ mix }: { readonly mix: boolean }) {
    this.usage = new UsageTally({ mix });
  }

  /**
   * A privileged act from before the period: it says which policy the period began under, and which glasses were opened and
   * reviewed by then.
   */
  before(record: OperationRecord): void {
    this.usage.before(record);
    this.policies.observe(record);
  }

  /**
   * A record of the period, in the order of time.
   * @param isWhole false: a later part of a record that was split.
   */
  observe(record: OperationRecord, isWhole: boolean): void {
    const { kind } = record;
    if (isWhole) this.records += 1;
    this.usage.observe(record);
    this.people.observe(record, isWhole);
    this.glasses.observe(record);
    if (!isWhole) return;
    this.refusals.observe(record);
    if (kind === 'privileged') {
      this.policies.observe(record);
      this.acts.observe(record);
    }
    if (kind !== 'operation') return;
    this.operations += 1;
    this.policies.decided(record);
  }
}
