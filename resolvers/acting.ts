import type { HealthCommands } from '../datasources/health-commands.ts';
import type { HealthData } from '../datasources/health-data.ts';
import type { Act } from '../src/access/act.ts';
import type { OperationAccess, Refused } from '../src/access/operation-access.ts';
import type { TenantPolicy } from '../src/access/tenant-policy.ts';
import { BadUserInputError, ForbiddenError } from '../src/errors.ts';
import type { Actor } from '../src/identity/actor.ts';
import type { ResolverContext } from './context.ts';

/**
 * What resolvers of acts get besides. They ask whether the caller may, record, and only then act: in this order,
 * so that what could not be recorded was not done.
 */
export interface Acting {
  readonly access: OperationAccess;
  readonly policy: TenantPolicy;
  readonly commands: () => HealthCommands;
  /** Data as another actor of the same tenant would have it. */
  readonly dataAs: (actor: Actor) => HealthData;
  /** @throws LedgerUnavailableError, and nothing of the operation is answered. */
  readonly record: (act: Act) => Promise<void>;
  /** Fits FHIR's id grammar. */
  readonly newId: () => string;
  /** `Phield-Request-Id` of the operation, which all its records bear. */
  readonly request: string;
  /** Somebody has to hear of the glass at once. */
  readonly alert: (glass: string) => void;
}

/** @throws ForbiddenError where an operation can only read */
export function actingOf({ acting }: ResolverContext): Acting {
  if (acting === undefined) throw new ForbiddenError('nothing can be done here');
  return acting;
}

/** No actor of this kind may, whoever the patient is. Recorded, then FORBIDDEN. */
export function forbid({ access }: Acting, refused: Omit<Refused, 'reason'>): never {
  access.refuse({ ...refused, reason: 'ROLE' });
  throw new ForbiddenError(`${refused.coordinate} is not for this actor`);
}

/** Not there, or not for this actor: the same to whoever asks. Recorded, then BAD_USER_INPUT. */
export function notThere({ access }: Acting, refused: Omit<Refused, 'reason'>): never {
  access.refuse({ ...refused, reason: 'RELATIONSHIP' });
  throw new BadUserInputError(`${refused.coordinate}: not there for this actor`);
}
