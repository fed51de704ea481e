import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { GraphQLError } from 'graphql';
import type { DocumentFacts } from './documents/read-document.ts';
import type { OperationContext } from './operation-context.ts';

/** Classes that count as more than one factor with an issuer, for `acr_values`; empty where it names none. */
export type AcrValues = (issuer: string) => readonly string[];

/**
 * Refuses, before anything runs, what a stronger or fresher sign-in would permit: PHI asked for by an actor none of
 * whose roles is assured, and operations that need a recent sign-in with more than one factor. RFC 9470 §3: 401
 * with `insufficient_user_authentication`, and what the client should ask its issuer for.
 */
export function requireSignIn(
  readDocument: (document: DocumentNode) => DocumentFacts,
  acrValues: AcrValues,
): (context: GraphQLRequestContextDidResolveOperation<OperationContext>) => void {
  return ({ document, contextValue }) => {
    const { readsPhi, recentSignIn } = readDocument(document);
    const { access, actor } = contextValue;
    const { isAssured, roles } = access.vector.accessClass;
    const isWeak = readsPhi && !roles.some((role) => isAssured(role));
    const isStale =
      recentSignIn !== null &&
      (!actor.multiFactor || actor.authTime === null || access.now / 1000 - actor.authTime > recentSignIn);
    if (!isWeak && !isStale) return;
    contextValue.executed.refusal = 'INSUFFICIENT_USER_AUTHENTICATION';
    const scheme = actor.proofKey === null ? 'Bearer' : 'DPoP';
    const classes = acrValues(actor.issuer);
    const challenge = [
      `${scheme} error="insufficient_user_authentication"`,
      ...(classes.length > 0 ? [`acr_values="${classes.join(' ')}"`] : []),
      ...(recentSignIn === null ? [] : [`max_age="${recentSignIn}"`]),
    ].join(', ');
    throw new GraphQLError('', {
      extensions: {
        code: 'INSUFFICIENT_USER_AUTHENTICATION',
        http: { status: 401, headers: new HeaderMap([['www-authenticate', challenge]]) },
      },
    });
  };
}
