import { useCallback, useState } from 'preact/hooks';
import { useParam } from '../../use-param.ts';
import { FindingDetail } from './finding-detail.tsx';
import { FindingsQueue } from './findings-queue.tsx';

/** What looking over the ledger found unusual, for a person to judge. */
export default function FindingsPage() {
  const [id, setId] = useParam('id');
  const [changes, setChanges] = useState(0);
  const changed = useCallback(() => setChanges((count) => count + 1), []);
  return (
    <>
      {id !== null && <FindingDetail key={id} id={id} onClose={() => setId(null)} onChanged={changed} />}
      <FindingsQueue open={id} onOpen={setId} changes={changes} />
    </>
  );
}
