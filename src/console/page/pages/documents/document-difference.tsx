import { Badge } from '../../parts/badge.tsx';
import { Section } from '../../parts/section.tsx';
import type { WholeDocument } from './document-detail.tsx';

const AT_ONCE = 30;

/** What it reaches beyond, or less than, what was approved. */
export function DocumentDifference({ document }: { readonly document: WholeDocument }) {
  const { widened, added, removed } = document.difference;
  return (
    <Section
      title="Against what was approved"
      about="Compared with what was last approved of this document, or else of the application’s operation of this name; with nothing, where nothing was."
      actions={
        widened ? <Badge tone="warn">reaches further</Badge> : <Badge tone="good">reaches no further</Badge>
      }
    >
      {added.length === 0 && removed.length === 0 ? (
        <p>
          {widened ? 'Nothing was approved before, and it reaches nothing of patients.' : 'Nothing differs.'}
        </p>
      ) : (
        <div class="columns">
          <Lines title="More" sign="+" tone="more" lines={added} />
          <Lines title="Less" sign="−" tone="less" lines={removed} />
        </div>
      )}
    </Section>
  );
}

interface LinesProps {
  readonly sign: string;
  readonly tone: string;
  readonly lines: readonly string[];
}

function Lines({ title, sign, tone, lines }: LinesProps & { readonly title: string }) {
  return (
    <div>
      <h3>
        {title} <span class="quiet">({lines.length})</span>
      </h3>
      {lines.length === 0 ? (
        <p class="quiet">Nothing.</p>
      ) : (
        <>
          <List sign={sign} tone={tone} lines={lines.slice(0, AT_ONCE)} />
          {lines.length > AT_ONCE && (
            <details>
              <summary>{lines.length - AT_ONCE} more</summary>
              <List sign={sign} tone={tone} lines={lines.slice(AT_ONCE)} />
            </details>
          )}
        </>
      )}
    </div>
  );
}

function List({ sign, tone, lines }: LinesProps) {
  return (
    <ul class={`lines ${tone}`}>
      {lines.map((line) => (
        <li key={line}>
          <span aria-hidden="true">{sign}</span> <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}
