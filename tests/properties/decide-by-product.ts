import type { AccessModel } from '../../src/access/access-model.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import type { DecisionTable } from '../../src/access/decision-table.ts';
import { OperationAccess } from '../../src/access/operation-access.ts';
import type { TenantPolicy } from '../../src/access/tenant-policy.ts';
import { VectorCache } from '../../src/access/vector-cache.ts';
import type { Asked } from './reference-evaluator.ts';

/** The production path to the decisions about one row: shared caches, or everything anew. */
export class ProductDecisions {
  readonly #cache: VectorCache;
  readonly #policy: TenantPolicy;

  constructor(model: AccessModel, policy: TenantPolicy) {
    this.#policy = policy;
    this.#cache = new VectorCache(model);
  }

  static anew({ model, overlay }: Asked): ProductDecisions {
    return new ProductDecisions(model, createTenantPolicy(overlay, model));
  }

  /** `null`: the row does not exist for the actor. */
  of({ actor, facts, now, type, record }: Asked): { exists: boolean; table: DecisionTable } {
    const { vector } = this.#cache.open(actor, this.#policy);
    const access = new OperationAccess({
      actor,
      vector,
      facts: { facts: async () => facts },
      situationOf: (found) => this.#policy.situationOf(actor, found, now),
      now,
    });
    const subject = access.admit(facts);
    return { exists: subject.find(type, record) !== null, table: subject.tableOf(type, record) };
  }
}
