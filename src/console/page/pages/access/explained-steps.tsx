import type { ExplainedFragment } from '../../generated/access-explain.ts';
import { GrantLines } from './grant-lines.tsx';
import { PlaceButton, type PlaceButtonProps } from './place-button.tsx';

type Category = ExplainedFragment['rows'][number]['categories'][number];

export interface ExplainedStepsProps extends Pick<PlaceButtonProps, 'onPlace'> {
  readonly category: Category;
  readonly isNamed: boolean;
}

/** The steps of one decision in their order, each with the grants it leaves. */
export function ExplainedSteps({
  category: { category, declared, narrowedBy, steps },
  isNamed,
  onPlace,
}: ExplainedStepsProps) {
  return (
    <>
      {isNamed && <h4>{category}</h4>}
      <ol class="steps">
        <li>
          <p>
            <strong>Declared</strong>{' '}
            <span class="quiet">{declared.length === 0 ? 'no grant at all' : counted(declared.length)}</span>
          </p>
          <GrantLines grants={declared} onPlace={onPlace} />
        </li>
        {steps.map(({ step, left }, at) => {
          const before = steps[at - 1]?.left ?? declared;
          const isSame = left.length === before.length;
          return (
            <li key={step} class={isSame ? 'same' : left.length === 0 ? 'none' : 'fewer'}>
              <p>
                <strong>{step}</strong> <span class="quiet">{leftWords(before.length, left.length)}</span>
              </p>
              {!isSame && <GrantLines grants={left} onPlace={onPlace} />}
              {step === 'TENANT' &&
                narrowedBy.map(({ file, line, text }) => (
                  <p key={`${file} ${line}`}>
                    Narrowed by <PlaceButton place={{ file, line }} onPlace={onPlace} />{' '}
                    {text !== null && <code class="quiet">{text}</code>}
                  </p>
                ))}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** Only an opened glass gives grants back. */
function leftWords(before: number, left: number): string {
  if (left > before) return `${counted(left)} given back`;
  if (before === 0) return 'nothing was left';
  if (left === before) return 'all left';
  return left === 0 ? 'none left: denied here' : `${counted(left)} left`;
}

function counted(grants: number): string {
  return grants === 1 ? '1 grant' : `${grants} grants`;
}
