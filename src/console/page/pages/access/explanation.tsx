import { useState } from 'preact/hooks';
import type { ExplainedFragment } from '../../generated/access-explain.ts';
import type { AccessDecision } from '../../generated/schema-types.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { ExplainedSteps } from './explained-steps.tsx';
import { PlaceButton } from './place-button.tsx';
import { type Place, PlaceDialog } from './place-dialog.tsx';

type Row = ExplainedFragment['rows'][number];

const WORDS: Readonly<Record<AccessDecision, readonly [word: string, tone: Tone]>> = Object.freeze({
  PERMIT: ['whole', 'good'],
  MASK: ['masked', 'info'],
  DENY: ['denied', 'bad'],
});

/** As many kinds of rows are told in full; of more, each on asking. */
const IN_FULL = 2;

/** The decision on each kind of row, in its order. */
export function Explanation({ explanation }: { readonly explanation: ExplainedFragment }) {
  const { coordinate, place, policyVersion, purpose, relationships, rootRefused, rows, serves } = explanation;
  const [open, setOpen] = useState<Place | null>(null);
  const kinds = serves.filter((one) => one !== purpose);
  return (
    <div class="explanation">
      <h3>
        <code>{coordinate}</code> for {purpose}
      </h3>
      <p class="quiet">
        Declared at <PlaceButton place={place} onPlace={setOpen} />
        {kinds.length > 0 && `; ${purpose} is a kind of ${kinds.join(', ')}`};{' '}
        {relationships === null
          ? 'whatever the relationship'
          : `tied by ${relationships.join(', ') || 'nothing'}`}
        ; policy {policyVersion.slice(0, 12)}
      </p>
      {rootRefused && (
        <p class="notice">These roles may not use this root field: refused before any grant is looked at.</p>
      )}
      {rows.length > 1 && (
        <p>Rows of this field have a category of their own, so each kind of row is decided by itself.</p>
      )}
      {rows.map((row) => (
        <details key={row.category} open={rows.length <= IN_FULL} class="kind">
          <summary>
            <strong>{row.category}</strong> <Outcome row={row} />
          </summary>
          {row.categories.map((category) => (
            <ExplainedSteps
              key={category.category}
              category={category}
              isNamed={row.categories.length > 1}
              onPlace={setOpen}
            />
          ))}
        </details>
      ))}
      <PlaceDialog
        place={open === null ? null : { ...open, version: policyVersion }}
        onClose={() => setOpen(null)}
      />
    </div>
  );
}

function Outcome({ row: { decision, grant, mask, reason } }: { readonly row: Row }) {
  const [word, tone] = WORDS[decision];
  return (
    <>
      <Badge tone={tone}>{word}</Badge>{' '}
      <span class="quiet">
        {mask !== 'NONE' && decision === 'MASK' && `${mask}, `}
        {grant === null ? `reason ${reason}` : `by ${grant.file}:${grant.line} (${reason})`}
      </span>
    </>
  );
}
