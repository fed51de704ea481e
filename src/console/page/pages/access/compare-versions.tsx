import { useState } from 'preact/hooks';
import { accessCompare } from '../../generated/access-compare.ts';
import { accessVersions } from '../../generated/access-versions.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { useAnswer } from '../../use-answer.ts';
import { AccessChanges } from './access-changes.tsx';
import { PolicyVersions } from './policy-versions.tsx';
import { distinctVersions, versionName } from './version-name.ts';

const NOTHING = Object.freeze({});

/** What one policy that was in force gives that another did not, and the reverse. */
export function CompareVersions() {
  const answer = useAnswer(accessVersions, NOTHING);
  const versions = answer.data?.accessReview?.versions ?? null;
  const distinct = distinctVersions(versions ?? []);
  const [old, setOld] = useState<string | null>(null);
  const [now, setNow] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly old: string; readonly new: string } | null>(null);
  const compared = useAnswer(accessCompare, asked);
  const difference = compared.data?.accessReview?.compare ?? null;
  const before = old ?? distinct[1]?.version ?? '';
  const after = now ?? distinct[0]?.version ?? '';
  const options = distinct.map((one) => [one.version, versionName(one)] as const);
  return (
    <>
      <Section
        title="Compare two versions"
        about="Policies that were in force: the schema’s files and the organization’s own, together."
      >
        {answer.failure !== null && <Failure failure={answer.failure} onAgain={answer.refresh} />}
        {versions === null && answer.failure === null && <Loading label="Reading the versions" />}
        {versions !== null && distinct.length < 2 && (
          <Empty>
            Only one policy has been in force since versions are kept: there is nothing to compare yet.
          </Empty>
        )}
        {distinct.length >= 2 && (
          <form
            class="fields"
            onSubmit={(event) => {
              event.preventDefault();
              setAsked({ old: before, new: after });
            }}
          >
            <SelectField label="From" value={before} onChange={setOld} options={options} />
            <SelectField label="To" value={after} onChange={setNow} options={options} />
            <button type="submit" class="primary" disabled={compared.loading}>
              Compare
            </button>
          </form>
        )}
        {compared.failure !== null && <Failure failure={compared.failure} onAgain={compared.refresh} />}
        {asked !== null && compared.loading && <Loading label="Comparing: it may take some seconds" />}
        {difference !== null && <AccessChanges difference={difference} />}
      </Section>
      {versions !== null && <PolicyVersions versions={versions} />}
    </>
  );
}
