import { useCallback } from 'preact/hooks';
import { go, usePlace } from './place.ts';

/**
 * One `?name=value` of the page's address, so that a narrowed page can be linked to and gone back to. MUST NOT hold what
 * names a patient.
 */
export function useParam(name: string): readonly [value: string | null, set: (value: string | null) => void] {
  const { page, search } = usePlace();
  const set = useCallback(
    (value: string | null) => {
      const parameters = new URLSearchParams(window.location.search);
      if (value === null || value === '') parameters.delete(name);
      else parameters.set(name, value);
      const text = parameters.toString();
      go(`${page ?? ''}${text === '' ? '' : `?${text}`}`);
    },
    [name, page],
  );
  return [new URLSearchParams(search).get(name), set];
}
