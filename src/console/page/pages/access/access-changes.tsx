import { useState } from 'preact/hooks';
import type { ConsoleAccessCompareQuery } from '../../generated/access-compare.ts';
import type { AccessChangeKind } from '../../generated/schema-types.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Figures } from '../../parts/figures.tsx';
import { ChangesOfKind } from './changes-of-kind.tsx';
import { type Place, PlaceDialog } from './place-dialog.tsx';

export type Difference = NonNullable<ConsoleAccessCompareQuery['accessReview']>['compare'];
export type AccessChange = NonNullable<Difference>['changes'][number];

/** In the order in which somebody wants to know. */
const KINDS: readonly (readonly [AccessChangeKind, string, string])[] = [
  ['WIDENED', 'Widened', 'Somebody gets what they did not get.'],
  ['MASK_WEAKENED', 'Mask weakened', 'Somebody gets more of a value.'],
  ['NEW', 'New', 'A field that was not there.'],
  ['NARROWED', 'Narrowed', 'Somebody does not get any more what they got.'],
  ['MASK_STRENGTHENED', 'Mask strengthened', 'Somebody gets less of a value.'],
  ['REMOVED', 'Removed', 'A field that is not there any more.'],
];

/** What a change does to who may see what, by kind. */
export function AccessChanges({ difference }: { readonly difference: NonNullable<Difference> }) {
  const { changes, counts, ok } = difference;
  const [open, setOpen] = useState<(Place & { readonly version: string }) | null>(null);
  if (changes.length === 0) {
    return (
      <Empty>
        Nothing changed: under both versions everybody gets exactly the same of every field, for every
        purpose.
      </Empty>
    );
  }
  const countOf = (kind: AccessChangeKind) => counts.find((one) => one.kind === kind)?.count ?? 0;
  return (
    <section class="changes" aria-label="Changes">
      <p>
        {ok ? (
          <>
            <Badge tone="good">no sign-off needed</Badge> Nothing of this gives anybody more than they got
            before.
          </>
        ) : (
          <>
            <Badge tone="bad">sign-off needed</Badge> Somebody gets what they did not get before, marked
            below.
          </>
        )}
      </p>
      <Figures
        figures={KINDS.filter(([kind]) => countOf(kind) > 0).map(([kind, label]) => ({
          label,
          value: countOf(kind),
        }))}
      />
      {KINDS.map(([kind, name, about]) => {
        const ofKind = changes.filter((change) => change.kind === kind);
        return (
          ofKind.length > 0 && (
            <ChangesOfKind
              key={kind}
              name={name}
              about={about}
              changes={ofKind}
              onOld={(place) => setOpen({ ...place, version: difference.old })}
              onNew={(place) => setOpen({ ...place, version: difference.new })}
            />
          )
        );
      })}
      <PlaceDialog place={open} onClose={() => setOpen(null)} />
    </section>
  );
}
