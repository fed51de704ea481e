import type { Sdl } from '../directives/read-sdl.ts';
import type { AccessModel } from './access/access-model.ts';
import type { Clock } from './clock.ts';
import type { Closing } from './closing.ts';
import { keepPolicy } from './ledger/keep-policy.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { PolicyArchive } from './ledger/policy-archive.ts';
import { createPolicyRecorder } from './ledger/record-policies.ts';
import type { Log } from './log.ts';
import { mayUseRoots } from './may-use-roots.ts';
import type { AccessReview } from './review/access-review.ts';
import { createComparer } from './review/create-comparer.ts';
import { openAccessReviews } from './review/open-access-review.ts';
import type { TenantsInForce } from './tenants-in-force.ts';

/** What reviewers are told of policies, and what keeps each of them and puts it on record. */
export interface AssembledReview {
  readonly openAccessReview: (tenant: string) => AccessReview;
  /** Keeps what is in force from now on, then puts it on record. Never throws. */
  readonly announce: () => Promise<void>;
}

export function assembleReview(
  {
    sdl,
    model,
    tenants,
    archive,
    ledger,
    clock,
    newId,
    log,
  }: {
    readonly sdl: Sdl;
    readonly model: AccessModel;
    readonly tenants: Pick<TenantsInForce, 'overlay' | 'inForce'>;
    readonly archive: PolicyArchive;
    readonly ledger: Pick<Ledger, 'append'>;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly log: Pick<Log, 'warn'>;
  },
  closing: Closing,
): AssembledReview {
  const recorder = createPolicyRecorder({
    append: (record) => ledger.append(record),
    keep: keepPolicy(archive, sdl.files, model),
    onArchive: (available) => log.warn(available ? 'policy.archive.available' : 'policy.archive.unavailable'),
    clock,
    newId,
  });
  closing.add(() => recorder.close());
  const { overlay } = tenants;
  return Object.freeze({
    openAccessReview: openAccessReviews({
      sdl,
      model,
      overlay,
      archive,
      mayUseRoots,
      compare: createComparer(),
    }),
    announce: () => recorder.announce(tenants.inForce()),
  });
}
