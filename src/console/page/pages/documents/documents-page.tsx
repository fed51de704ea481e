import './documents.css';
import { useCallback, useRef, useState } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { useParam } from '../../use-param.ts';
import { DocumentDetail } from './document-detail.tsx';
import { DocumentsList } from './documents-list.tsx';

/** Operations that applications may run: what each reaches, and who lets them. */
export default function DocumentsPage() {
  const { go } = useConsole();
  const [namedClient] = useParam('client');
  const [namedId] = useParam('id');
  const [status] = useParam('status');
  const [application] = useParam('application');
  const list = useRef<HTMLDivElement>(null);
  const [changes, setChanges] = useState(0);
  const [told, setTold] = useState('');
  const place = placeOf(namedClient, namedId);
  const to = useCallback(
    (parameters: Readonly<Record<string, string>>) => {
      const text = `${new URLSearchParams({
        ...parameters,
        ...(status !== null && { status }),
        ...(application !== null && { application }),
      })}`;
      go(text === '' ? 'documents' : `documents?${text}`);
    },
    [go, status, application],
  );
  const open = useCallback(
    (client: string, id: string) => {
      setTold('');
      to({ client, id });
    },
    [to],
  );
  return (
    <div class="documents-page">
      <p role="status" class={told === '' ? 'hidden' : 'notice'}>
        {told}
      </p>
      {place !== null && (
        <DocumentDetail
          key={`${place.client}/${place.id}`}
          client={place.client}
          id={place.id}
          onClose={() => {
            to({});
            list.current?.focus();
          }}
          onChanged={(what) => {
            setTold(what);
            setChanges((count) => count + 1);
          }}
        />
      )}
      {/* Whoever comes back from one goes on among the others. */}
      <div ref={list} tabIndex={-1} class="opened">
        <DocumentsList
          key={changes}
          open={place === null ? null : `${place.client}/${place.id}`}
          onOpen={open}
        />
      </div>
    </div>
  );
}

/** `?client=&id=`, or `?id=client/id` as lists of what is overdue name it. No id has a slash. */
function placeOf(client: string | null, id: string | null) {
  if (id === null) return null;
  if (client !== null) return { client, id };
  const at = id.lastIndexOf('/');
  return at === -1 ? null : { client: id.slice(0, at), id: id.slice(at + 1) };
}
