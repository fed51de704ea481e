import { UpstreamUnavailableError } from '../src/errors.ts';
import type { MutationResolvers } from '../src/generated/resolver-types.ts';
import { VERIFIED, VERIFY } from '../src/ledger/desk/verification-outcome.ts';
import { actingOf } from './acting.ts';
import { deskOf } from './ledger-files.ts';
import { toVerification } from './to-verification.ts';

/** Root rules let in privacy officers and auditors. On record before anything is read, and again with what came of it. */
export const verifyLedger: Required<MutationResolvers>['verifyLedger'] = async (_root, _args, context) => {
  const { actor, ledger } = context;
  if (ledger === undefined) throw new UpstreamUnavailableError('this gateway keeps no index of the ledger');
  const { record, policy } = actingOf(context);
  const outcome = await deskOf(ledger()).verify({
    // Where actors stand under pseudonyms, the record's own is the only name that is told.
    by: policy.pseudonyms === 'everyone' ? null : actor.id,
    begin: () =>
      record({
        ...VERIFY,
        subject: null,
        resource: { type: 'Ledger', id: actor.tenant },
      }),
    end: (resource) =>
      record({
        ...{ coordinate: VERIFIED.coordinate, operation: VERIFIED.operation },
        subject: null,
        resource,
      }),
  });
  return toVerification(outcome);
};
