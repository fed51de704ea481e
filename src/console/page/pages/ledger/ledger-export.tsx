import { useState } from 'preact/hooks';
import type { Answer, AskFailure } from '../../ask.ts';
import { useConsole } from '../../console-context.ts';
import { type ConsoleLedgerExportQuery, ledgerExport } from '../../generated/ledger-export.ts';
import type { ExportFormat, LedgerFilter } from '../../generated/schema-types.ts';
import { Failure } from '../../parts/failure.tsx';
import { saveFile } from '../../save-file.ts';

type ExportPage = NonNullable<NonNullable<ConsoleLedgerExportQuery['ledger']>['export']>;

/** Characters that the page holds at most; what is longer is for the command line, which writes as it reads. */
const MOST = 100_000_000;

interface Kind {
  readonly format: ExportFormat;
  readonly name: string;
  readonly file: string;
  readonly type: string;
}

const KINDS: readonly Kind[] = [
  {
    format: 'AUDITEVENT',
    name: 'FHIR AuditEvent',
    file: 'ledger-auditevents.ndjson',
    type: 'application/fhir+ndjson',
  },
  { format: 'CSV', name: 'CSV', file: 'ledger-events.csv', type: 'text/csv' },
  { format: 'NDJSON', name: 'JSON lines', file: 'ledger-events.ndjson', type: 'application/x-ndjson' },
];
/** What the list is about, whole: oldest first and page by page into one file. */
export function LedgerExport({ filter }: { readonly filter: LedgerFilter | null }) {
  const { ask } = useConsole();
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);

  /** @returns what is to be said of it. */
  const read = async ({ format, file, type }: Kind): Promise<string> => {
    const parts: string[] = [];
    let after: string | null = null;
    let [count, length, complete] = [0, 0, true];
    do {
      setTold(`${count.toLocaleString('en-GB')} events so far…`);
      const answer: Answer<ConsoleLedgerExportQuery> = await ask(ledgerExport, { format, filter, after });
      const page: ExportPage | null = answer.data?.ledger?.export ?? null;
      if (page === null) {
        setFailure(answer.failure);
        return 'Nothing was saved.';
      }
      parts.push(page.text);
      count += page.count;
      length += page.text.length;
      complete &&= page.complete;
      after = page.next;
      if (length > MOST) return 'Too much for a page: narrow it, or run phield ledger export.';
    } while (after !== null);
    saveFile({ name: file, type, text: parts.join('') });
    const missing = complete ? '' : ' Some entries of the log cannot be read: have it verified.';
    return `Saved ${count.toLocaleString('en-GB')} events as ${file}.${missing}`;
  };
  const run = async (kind: Kind) => {
    setBusy(true);
    setFailure(null);
    setTold(await read(kind));
    setBusy(false);
  };
  return (
    <>
      <div class="actions">
        <span class="quiet">Export all of these as</span>
        {KINDS.map((kind) => (
          <button key={kind.format} type="button" disabled={busy} onClick={() => void run(kind)}>
            {kind.name}
          </button>
        ))}
        <span role="status" class="quiet">
          {told}
        </span>
      </div>
      {failure !== null && <Failure failure={failure} />}
    </>
  );
}
