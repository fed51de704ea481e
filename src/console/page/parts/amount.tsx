/** A whole number with its thousands apart. */
export function Amount({ of }: { readonly of: number }) {
  return <span class="amount">{of.toLocaleString('en-GB')}</span>;
}
