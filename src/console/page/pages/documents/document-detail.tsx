import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { type ConsoleDocumentQuery, document as documentOf } from '../../generated/documents-one.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { DocumentDifference } from './document-difference.tsx';
import { DocumentFootprint } from './document-footprint.tsx';
import { DocumentReview } from './document-review.tsx';
import { reasonWords, STATUS_TONES, statusWord, titleOf } from './document-words.ts';
import { type ReviewAct, reviewActs } from './review-acts.ts';

export type WholeDocument = NonNullable<ConsoleDocumentQuery['document']>;

export interface DocumentDetailProps {
  readonly client: string;
  readonly id: string;
  readonly onClose: () => void;
  /** In words. */
  readonly onChanged: (what: string) => void;
}

/** One document: what changed, all that it can reach, its text, and the decision on it. */
export function DocumentDetail({ client, id, onClose, onChanged }: DocumentDetailProps) {
  const { data, failure, loading, refresh } = useAnswer(documentOf, { client, id });
  const found = data?.document ?? null;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <article ref={place} tabIndex={-1} class="opened" aria-label="Document">
      {found === null ? (
        <Section title="Document" actions={<Back onClose={onClose} />}>
          {failure !== null && <Failure failure={failure} onAgain={refresh} />}
          {failure === null && loading && <Loading label="Reading the document" />}
          {failure === null && !loading && <Empty>There is no such document here.</Empty>}
        </Section>
      ) : (
        <Whole
          document={found}
          onClose={onClose}
          onChanged={(what) => {
            refresh();
            onChanged(what);
          }}
        />
      )}
    </article>
  );
}

function Back({ onClose }: Pick<DocumentDetailProps, 'onClose'>) {
  return (
    <button type="button" onClick={onClose}>
      Back to the list
    </button>
  );
}

function Whole({
  document,
  onClose,
  onChanged,
}: {
  readonly document: WholeDocument;
  readonly onClose: () => void;
  readonly onChanged: (what: string) => void;
}) {
  const { me } = useConsole();
  const [act, setAct] = useState<ReviewAct | null>(null);
  const isOwn = document.proposedBy === me.id;
  const acts = me.roles.includes('PRIVACY_OFFICER')
    ? reviewActs(document.status).filter(({ verb }) => verb !== 'approve' || !isOwn)
    : [];
  const wouldApprove = reviewActs(document.status).some(({ verb }) => verb === 'approve');
  return (
    <>
      <Section
        title={titleOf(document)}
        actions={
          <>
            {acts.map((one) => (
              <button key={one.verb} type="button" class={one.look} onClick={() => setAct(one)}>
                {one.title}
              </button>
            ))}
            <Back onClose={onClose} />
          </>
        }
      >
        {isOwn && wouldApprove && (
          <p class="notice">
            You proposed this document yourself, so it is not yours to approve: another privacy officer has
            to.
          </p>
        )}
        <Facts facts={factsOf(document)} />
      </Section>
      <DocumentDifference document={document} />
      <DocumentFootprint footprint={document.footprint} />
      <Section title="Text" about="Runs as it stands here, under its id; another text is another document.">
        <pre class="block">{document.text}</pre>
      </Section>
      <DocumentReview
        document={document}
        act={act}
        onClose={() => setAct(null)}
        onChanged={(what) => {
          setAct(null);
          onChanged(what);
        }}
      />
    </>
  );
}

function factsOf(document: WholeDocument) {
  const { status, client, kind, id, sha256, proposedAt, proposedBy, reviewedAt, reviewedBy, reason } =
    document;
  return [
    [
      'Status',
      <Badge key="status" tone={STATUS_TONES[status]}>
        {statusWord(status)}
      </Badge>,
    ],
    ...(reason === null ? [] : [['Reason', reasonWords(reason)] as const]),
    ['Application', client],
    ['Kind', kind],
    [
      'Proposed',
      <>
        <Moment at={proposedAt} /> by {proposedBy}
      </>,
    ],
    ...(reviewedAt === null
      ? []
      : [
          [
            'Last decision',
            <>
              <Moment at={reviewedAt} /> by {reviewedBy ?? 'the gateway'}
            </>,
          ] as const,
        ]),
    ['Id', <code key="id">{id}</code>],
    ...(id.endsWith(sha256) ? [] : [['SHA-256 of the text', <code key="sha">{sha256}</code>] as const]),
  ] as const;
}
