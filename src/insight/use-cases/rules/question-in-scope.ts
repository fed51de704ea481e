import type { UseCaseRule } from '../../use-case.ts';
import { outOfScope } from '../out-of-scope.ts';

/** What must not be asked is not answered, whoever let the question through. */
export const questionInScope: UseCaseRule = Object.freeze({
  name: 'question in scope',
  refuses: (_sentence, { question }) => (outOfScope(question) === null ? null : 'OUT_OF_SCOPE'),
} satisfies UseCaseRule);
