export interface NamesShownProps {
  readonly names: readonly string[];
  /** What they are, in the plural. */
  readonly what: string;
}

const MOST = 4;

/** A few names, and the rest on asking. */
export function NamesShown({ names, what }: NamesShownProps) {
  if (names.length <= MOST) return <Broken names={names} />;
  return (
    <details class="names">
      <summary>
        {names.length} {what}
      </summary>
      <Broken names={names} />
    </details>
  );
}

function Broken({ names }: { readonly names: readonly string[] }) {
  if (names.length === 1 && names[0] === '*') return <>all</>;
  return <>{names.join(', ')}</>;
}
