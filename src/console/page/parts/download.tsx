import { useState } from 'preact/hooks';
import type { Answer, AskFailure } from '../ask.ts';
import { saveFile } from '../save-file.ts';
import { Failure } from './failure.tsx';

/** A file as the gateway gives it: `base64` of its bytes, or its text. */
export type FileContent =
  | { readonly name: string; readonly type: string; readonly base64: string }
  | { readonly name: string; readonly type: string; readonly text: string };

export interface DownloadProps {
  readonly label: string;
  /** Asked for when somebody wants it, since that goes on record. `data: null`: there is none. */
  readonly file: () => Promise<Answer<FileContent | null>>;
}

export function Download({ label, file }: DownloadProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [told, setTold] = useState('');
  const get = async () => {
    setBusy(true);
    setTold('');
    const answer = await file();
    setBusy(false);
    setFailure(answer.failure);
    if (answer.failure !== null) return;
    if (answer.data === null) return setTold('There is none yet.');
    saveFile(answer.data);
    setTold(`Saved as ${answer.data.name}.`);
  };
  return (
    <span class="download">
      <button type="button" disabled={busy} onClick={() => void get()}>
        {busy ? 'Preparing…' : label}
      </button>
      <span role="status">{told}</span>
      {failure !== null && <Failure failure={failure} onAgain={() => void get()} />}
    </span>
  );
}
