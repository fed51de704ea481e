import './source-lines.css';
import { useEffect, useRef } from 'preact/hooks';
import { accessSource } from '../../generated/access-source.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useAnswer } from '../../use-answer.ts';

export interface SourceLinesProps {
  readonly file: string;
  readonly line: number;
  /** Of which policy; `null`: the one in force. */
  readonly version: string | null;
}

/** The schema, or the tenant's file, around one line. */
export function SourceLines({ file, line, version }: SourceLinesProps) {
  const { data, failure, refresh } = useAnswer(accessSource, { file, line, version });
  const box = useRef<HTMLElement>(null);
  const source = data?.accessReview?.source ?? null;
  useEffect(() => {
    const mark = source === null ? null : box.current?.querySelector('mark');
    if (box.current && mark) box.current.scrollTop = mark.offsetTop - box.current.clientHeight / 3;
  }, [source]);
  if (failure !== null) return <Failure failure={failure} onAgain={refresh} />;
  if (source === null) return <Loading label={`Reading ${file}`} />;
  return (
    <figure class="source-lines">
      <figcaption>
        <code>
          {file}:{line}
        </code>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <section ref={box} tabIndex={0} aria-label={`${file} around line ${line}`}>
        <ol>
          {source.lines.map(({ number, text }) => (
            <li key={number}>
              <span class="at">{number}</span>
              <code>{number === line ? <mark>{text}</mark> : text}</code>
            </li>
          ))}
        </ol>
      </section>
    </figure>
  );
}
