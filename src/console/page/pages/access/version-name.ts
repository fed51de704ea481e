import type { ConsoleAccessVersionsQuery } from '../../generated/access-versions.ts';

export type PolicyVersion = NonNullable<ConsoleAccessVersionsQuery['accessReview']>['versions'][number];

/** A version that came back is one to choose from, at its newest. */
export function distinctVersions(versions: readonly PolicyVersion[]): readonly PolicyVersion[] {
  return [...new Map(versions.toReversed().map((one) => [one.version, one])).values()].toSorted(
    (one, next) => (next.from < one.from ? -1 : 1),
  );
}

export function versionName({ from, to, version }: PolicyVersion): string {
  const date = new Date(from).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `${version.slice(0, 12)} from ${date}${to === null ? ', in force' : ''}`;
}
