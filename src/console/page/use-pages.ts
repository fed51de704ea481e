import { useEffect, useRef, useState } from 'preact/hooks';
import type { AskFailure } from './ask.ts';
import { useConsole } from './console-context.ts';
import type { ConsoleDocument } from './console-document.ts';
import { useAnswer } from './use-answer.ts';

/** A Relay connection, as the schema has them. */
export interface Connection<Row> {
  readonly edges: ReadonlyArray<{ readonly node: Row }>;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Pages<Row> {
  /** `null` while the first page loads, and after it failed. */
  readonly rows: readonly Row[] | null;
  readonly failure: AskFailure | null;
  readonly loading: boolean;
  readonly hasMore: boolean;
  /** Reads the next page behind those that are there. */
  readonly more: () => void;
  /** From the beginning. */
  readonly refresh: () => void;
}

interface Further<Row> {
  readonly behind: unknown;
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly failure: AskFailure | null;
  readonly loading: boolean;
}

/**
 * A list by pages: `useAnswer` for the first, `more` for each further one.
 * @param variables without `after`.
 * @param listOf MUST give the connection of an answer; `null`: there is none.
 */
export function usePages<Data, Variables extends object, Row>(
  document: ConsoleDocument<Data, Variables & { readonly after?: string | null | undefined }>,
  variables: Variables | null,
  listOf: (data: Data) => Connection<Row> | null | undefined,
): Pages<Row> {
  const { ask } = useConsole();
  const first = useAnswer(document, variables);
  const reading = useRef(false);
  const [further, setFurther] = useState<Further<Row> | null>(null);
  const list = first.data === null ? null : (listOf(first.data) ?? null);
  const own = further?.behind === first.data ? further : null;
  useEffect(() => () => setFurther(null), []);

  const next = own === null ? (list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null) : own.next;
  const more = async () => {
    // A second click comes before the first is drawn.
    if (variables === null || next === null || reading.current) return;
    reading.current = true;
    const before = own?.rows ?? [];
    const behind = first.data;
    const told = { behind, rows: before, next, failure: null, loading: true };
    setFurther(told);
    const { data, failure } = await ask(document, { ...variables, after: next });
    reading.current = false;
    const page = data === null ? null : (listOf(data) ?? null);
    setFurther({
      ...told,
      rows: [...before, ...rowsOf(page)],
      next: page === null ? next : page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
      failure,
      loading: false,
    });
  };
  return {
    rows: list === null ? null : [...rowsOf(list), ...(own?.rows ?? [])],
    failure: first.failure ?? own?.failure ?? null,
    loading: first.loading || own?.loading === true,
    hasMore: next !== null,
    more: () => void more(),
    refresh: first.refresh,
  };
}

function rowsOf<Row>(list: Connection<Row> | null): readonly Row[] {
  return list === null ? [] : list.edges.map(({ node }) => node);
}
