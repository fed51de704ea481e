import './access.css';
import { accessDeclared } from '../../generated/access-declared.ts';
import { Choice } from '../../parts/choice.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useParam } from '../../use-param.ts';
import { AccessMatrix } from './access-matrix.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { ExplainDeclared } from './explain-declared.tsx';
import { ExplainEvent } from './explain-event.tsx';

const VIEWS = [
  ['matrix', 'Matrix'],
  ['explain', 'Explain'],
  ['compare', 'Compare versions'],
] as const;
const NOTHING = Object.freeze({});

/** What is declared: as a matrix, explained step by step, and one version beside another. */
export default function AccessPage() {
  const [named, setView] = useParam('view');
  const view = VIEWS.find(([one]) => one === named)?.[0] ?? 'matrix';
  const { data, failure, refresh } = useAnswer(accessDeclared, NOTHING);
  const declared = data?.accessReview ?? null;
  return (
    <div class="access-page">
      <Choice
        label="View"
        value={view}
        onChange={(next) => setView(next === 'matrix' ? null : next)}
        options={VIEWS}
      />
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {failure === null && declared === null && <Loading label="Reading what is declared" />}
      {view === 'matrix' && <AccessMatrix declared={declared} />}
      {view === 'explain' && declared !== null && (
        <>
          <ExplainDeclared declared={declared} />
          <ExplainEvent />
        </>
      )}
      {view === 'compare' && <CompareVersions />}
    </div>
  );
}
