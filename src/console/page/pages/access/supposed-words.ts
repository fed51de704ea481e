import type { ConsoleAccessExplainEventQuery } from '../../generated/access-explain-event.ts';

type Explained = NonNullable<NonNullable<ConsoleAccessExplainEventQuery['accessReview']>['explainEvent']>;

/** What an event does not hold, and is supposed so that the outcome is the recorded one. */
export function supposedWords(supposed: NonNullable<Explained['supposed']>): string {
  const { consented, glass, multiFactor, relationships, revealed, scopes } = supposed;
  const words = [
    relationships === null
      ? 'whatever relationship it takes'
      : `relationship ${relationships.join(', ') || 'none'}`,
    scopes !== null && `scopes ${scopes.join(' ') || 'none'}`,
    multiFactor ? 'more than one factor' : 'one factor',
    !consented && 'withheld by consent',
    glass && 'an open glass',
    revealed && 'revealed for a recorded reason',
  ];
  return words.filter((word) => word !== false).join('; ');
}
