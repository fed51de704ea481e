import type { ComponentChildren } from 'preact';

/** There is nothing, said in words. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
