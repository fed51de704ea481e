import { createHash } from 'node:crypto';
import type { Actor } from '../identity/actor.ts';
import type { AccessModel } from './access-model.ts';
import { AccessVector } from './access-vector.ts';
import type { AccessClass } from './decide.ts';
import { scopeReach } from './scopes.ts';
import type { TenantPolicy } from './tenant-policy.ts';

/** A vector with the opaque token a client may compare to know that its cache must go (design §4). */
export interface OpenedClass {
  readonly vector: AccessVector;
  readonly token: string;
}

const MAX_CLASSES = 1000;

/** Of the actor only what stands in the key: the class outlives it. */
function reachOf({ scopes, patient }: Actor): AccessClass['reaches'] {
  const people = scopeReach(scopes, false, patient !== null);
  const systems = scopeReach(scopes, true, patient !== null);
  return (role, type, act, rowCategories) =>
    (role === 'SYSTEM' ? systems : people).reaches(type, act, rowCategories);
}

/**
 * Access vectors by access class. The key MUST hold everything about an actor that decides without a
 * patient; least recently opened classes go first.
 */
export class VectorCache {
  readonly #model: AccessModel;
  readonly #classes = new Map<string, OpenedClass>();
  /** The same verified token gives the same frozen actor, whose key is written once. */
  readonly #keys = new WeakMap<Actor, { readonly version: string; readonly key: string }>();

  constructor(model: AccessModel) {
    this.#model = model;
  }

  open(actor: Actor, policy: TenantPolicy): OpenedClass {
    const key = this.#keyOf(actor, policy);
    const known = this.#classes.get(key);
    if (known !== undefined) {
      this.#classes.delete(key);
      this.#classes.set(key, known);
      return known;
    }
    const { multiFactor } = actor;
    const made = Object.freeze({
      vector: new AccessVector(this.#model, {
        tenant: actor.tenant,
        roles: actor.roles,
        purpose: actor.purpose,
        policyVersion: policy.version,
        reaches: reachOf(actor),
        isAssured: (role) => policy.isAssured({ multiFactor }, role),
        narrow: policy.narrow,
        grantsRole: policy.grantsRole,
      }),
      token: createHash('sha256').update(this.#model.version).update(key).digest('base64url').slice(0, 22),
    });
    this.#classes.set(key, made);
    for (const oldest of this.#classes.keys()) {
      if (this.#classes.size <= MAX_CLASSES) break;
      this.#classes.delete(oldest);
    }
    return made;
  }

  #keyOf(actor: Actor, policy: TenantPolicy): string {
    const known = this.#keys.get(actor);
    if (known?.version === policy.version) return known.key;
    const key = JSON.stringify([
      actor.tenant,
      policy.version,
      actor.roles,
      actor.purpose,
      actor.scopes,
      actor.patient !== null,
      actor.multiFactor,
    ]);
    this.#keys.set(actor, { version: policy.version, key });
    return key;
  }
}
