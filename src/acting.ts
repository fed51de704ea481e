import type { Act } from './access/act.ts';
import type { FactsSource } from './access/facts.ts';
import type { OperationAccess } from './access/operation-access.ts';
import type { TenantPolicy } from './access/tenant-policy.ts';
import { LedgerUnavailableError } from './errors.ts';
import type { Actor } from './identity/actor.ts';
import { composeAct } from './ledger/compose-act.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { OperationRecord } from './ledger/operation-record.ts';
import type { OperationHeader } from './ledger/record-head.ts';

/** Something that somebody has to hear of at once. A constant name, and ids. */
export type Alert = (
  event: 'break_glass.opened',
  about: { readonly request: string; readonly tenant: string; readonly glass: string },
) => void;

/**
 * What an operation may do besides reading. Whoever acts MUST have been decided to may, and the act MUST be
 * recorded before it is done: a glass that could not be recorded is never opened (design promise 4).
 */
export interface Acting {
  readonly access: OperationAccess;
  readonly policy: TenantPolicy;
  /** Bound to the actor's tenant and the actor. */
  readonly commands: () => unknown;
  /** Data as another actor of the same tenant would have it: for explanations. MUST NOT be disclosed. */
  readonly dataAs: (actor: Actor) => FactsSource;
  /** @throws LedgerUnavailableError, and the whole operation is then refused, whatever the caller does. */
  readonly record: (act: Act) => Promise<void>;
  /** What is read on somebody's behalf before the answer is there. @throws LedgerUnavailableError, likewise. */
  readonly disclose: (record: OperationRecord) => Promise<void>;
  readonly newId: () => string;
  /** `Phield-Request-Id` of the operation, which all its records bear. */
  readonly request: string;
  readonly alert: (glass: string) => void;
  /** @throws LedgerUnavailableError if an act could not be recorded. */
  readonly assertRecorded: () => void;
}

export function createActing(parts: {
  readonly actor: Actor;
  readonly access: OperationAccess;
  readonly policy: TenantPolicy;
  readonly request: string;
  /** Makes a record durable. @throws LedgerUnavailableError */
  readonly append: Ledger['append'];
  readonly header: () => Promise<OperationHeader>;
  readonly commands: () => unknown;
  readonly dataAs: (actor: Actor) => FactsSource;
  readonly newId: () => string;
  readonly alert: Alert;
}): Acting {
  const { actor, access, policy, request, header, commands, newId, alert } = parts;
  let failed = false;
  const append = async (record: OperationRecord) => {
    try {
      await parts.append(record);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  return Object.freeze({
    access,
    policy,
    commands,
    // Whoever is explained, the tenant stays that of the token (design §5).
    dataAs: (other: Actor) => parts.dataAs({ ...other, tenant: actor.tenant }),
    record: async (act: Act) => append(composeAct(await header(), actor, act)),
    disclose: append,
    newId,
    request,
    alert: (glass: string) => alert('break_glass.opened', { request, tenant: actor.tenant, glass }),
    assertRecorded: () => {
      if (failed) throw new LedgerUnavailableError('an act could not be recorded');
    },
  });
}
