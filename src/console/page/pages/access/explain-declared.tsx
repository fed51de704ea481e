import { useState } from 'preact/hooks';
import { accessCoordinates } from '../../generated/access-coordinates.ts';
import { accessExplain } from '../../generated/access-explain.ts';
import type { ExplainDeclaredInput } from '../../generated/schema-types.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useParam } from '../../use-param.ts';
import type { Declared } from './declared.ts';
import { type Asked, ExplainForm } from './explain-form.tsx';
import { Explanation } from './explanation.tsx';

const NOTHING = Object.freeze({});

/** Somebody who is supposed, a purpose and a field: what they would get of it, and why. */
export function ExplainDeclared({ declared }: { readonly declared: Declared }) {
  const [coordinate] = useParam('coordinate');
  const [role] = useParam('role');
  const coordinates = useAnswer(accessCoordinates, NOTHING);
  const [asked, setAsked] = useState<ExplainDeclaredInput | null>(null);
  const { data, failure, loading, refresh } = useAnswer(accessExplain, asked && { input: asked });
  const explanation = data?.accessReview?.explain ?? null;
  const known = coordinates.data?.accessReview?.coordinates ?? null;
  return (
    <Section
      title="Explain a decision"
      about="Somebody who is supposed asks for one field: the decision in its order, each step with the grants it leaves. Nobody real, no patient."
    >
      {coordinates.failure !== null && (
        <Failure failure={coordinates.failure} onAgain={coordinates.refresh} />
      )}
      {known === null && coordinates.failure === null && <Loading label="Reading the fields" />}
      {known !== null && (
        <ExplainForm
          declared={declared}
          coordinates={known}
          coordinate={coordinate}
          role={role}
          onAsk={(next) => setAsked(toInput(next))}
        />
      )}
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {asked !== null && loading && <Loading label="Deciding" />}
      {asked !== null && !loading && failure === null && explanation === null && (
        <Empty>There is no such field, or it is decided by nothing.</Empty>
      )}
      {explanation !== null && <Explanation explanation={explanation} />}
    </Section>
  );
}

function toInput({ coordinate, labels, purpose, relationship, role, suppose }: Asked): ExplainDeclaredInput {
  return {
    coordinate,
    roles: [role],
    purpose,
    relationships: relationship === '' ? null : relationship === 'NONE' ? [] : [relationship],
    labels: labels === '' ? [] : [labels],
    multiFactor: !suppose.includes('oneFactor'),
    consented: !suppose.includes('withheld'),
    glass: suppose.includes('glass'),
    revealed: suppose.includes('revealed'),
  };
}
