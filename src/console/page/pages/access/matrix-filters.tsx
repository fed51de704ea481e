import { accessVersions } from '../../generated/access-versions.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { useAnswer } from '../../use-answer.ts';
import { DECISIONS } from './cell-words.ts';
import type { Declared } from './declared.ts';
import type { MatrixNarrowing } from './use-matrix-filter.ts';
import { distinctVersions, versionName } from './version-name.ts';

const NOTHING = Object.freeze({});

export interface MatrixFiltersProps {
  readonly declared: Declared | null;
  readonly narrowing: MatrixNarrowing;
}

/** What the matrix is told of. */
export function MatrixFilters({ declared, narrowing }: MatrixFiltersProps) {
  const { category, decision, identifier, policy, purpose, sensitivity, set } = narrowing;
  const versions = useAnswer(accessVersions, NOTHING).data?.accessReview?.versions ?? [];
  const earlier = distinctVersions(versions).filter(({ to }) => to !== null);
  const isNarrowed = [category ?? '', decision, identifier, policy, purpose, sensitivity].some(
    (one) => one !== '',
  );
  return (
    <div class="fields">
      <SelectField
        label="Fields of"
        value={category ?? ''}
        onChange={set.category}
        options={optionsOf('All categories', declared?.categories, category ?? '')}
      />
      <SelectField
        label="Purpose"
        value={purpose}
        onChange={set.purpose}
        options={optionsOf(
          'Any purpose',
          declared?.purposes.map(({ code }) => code),
          purpose,
        )}
      />
      <SelectField
        label="Sensitivity"
        value={sensitivity}
        onChange={set.sensitivity}
        options={optionsOf('Any or none', declared?.sensitivities, sensitivity)}
      />
      <SelectField
        label="Identifier"
        value={identifier}
        onChange={set.identifier}
        options={optionsOf('Any or none', declared?.identifiers, identifier)}
      />
      <SelectField
        label="Cells"
        value={decision}
        onChange={set.decision}
        options={[['', 'All'], ...DECISIONS]}
      />
      {(earlier.length > 0 || policy !== '') && (
        <SelectField
          label="Policy"
          value={policy}
          onChange={set.policy}
          options={[['', 'In force'], ...earlier.map((one) => [one.version, versionName(one)] as const)]}
        />
      )}
      {isNarrowed && (
        <button
          type="button"
          onClick={() => {
            for (const clear of Object.values(set)) clear(null);
          }}
        >
          Clear all
        </button>
      )}
    </div>
  );
}

/** Codes by name; the one that is chosen is there even before they are known. */
function optionsOf(
  none: string,
  codes: readonly string[] | undefined,
  chosen: string,
): readonly (readonly [string, string])[] {
  const known = codes ?? (chosen === '' ? [] : [chosen]);
  return [['', none], ...known.toSorted().map((code) => [code, code] as const)];
}
