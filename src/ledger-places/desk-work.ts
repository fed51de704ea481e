import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import type { Config } from '../config.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import type { AccountingJob, DeskAnswer, DeskJob, ExportJob } from '../ledger/desk/desk-jobs.ts';
import { accountFor, accountingFile } from '../ledger/export/accounting/account-for.ts';
import { PdfTooLongError } from '../ledger/export/accounting/accounting-pdf.ts';
import { exportPage } from '../ledger/export/export-page.ts';
import type { ExportSource } from '../ledger/export/export-source.ts';
import { outsiderOf } from '../ledger/export/outside-clients.ts';
import { LedgerIndex } from '../ledger/index/ledger-index.ts';
import { createLogSource } from '../ledger/index/log-source.ts';
import { indexPath } from '../ledger/index/open-tenant-ledgers.ts';
import { updateIndex } from '../ledger/index/update-index.ts';
import { logForIndex } from './log-for-index.ts';
import { logStanding } from './log-standing.ts';
import { newestTrust, trustText } from './newest-trust.ts';
import { openIndex } from './open-index.ts';
import { openVerifiedLog } from './open-verified-log.ts';
import { proveEvent } from './prove-event.ts';

/** In base64 and beside other fields it still fits into an answer (`DOCUMENT_LIMITS.answer`). */
const MOST_FILE_BYTES = 2_500_000;
/** An export's text, as JSON. */
const MOST_PAGE_BYTES = 2_000_000;
/** Some 150 pages, in a few seconds. */
const MOST_PDF_ENTRIES = 2_000;

/** More than an answer holds. */
export class TooLongError extends Error {}

/** What the desk's thread can do: each job with what the command line does it with. */
export function createDeskJobs(config: Config): (job: DeskJob) => Promise<DeskAnswer> {
  const reader = openVerifiedLog(config, undefined);
  const log = createLogSource(logForIndex(config));

  const trust = async (): Promise<Uint8Array | null> => {
    const newest = await newestTrust(config, reader);
    return newest === null ? null : Buffer.from(trustText(newest.file, 2));
  };

  const accounting = async (job: AccountingJob): Promise<Uint8Array> => {
    const index = await openIndex(
      config,
      (_what, isPartial) => {
        if (isPartial) throw new UpstreamUnavailableError('the log or its index cannot be used');
      },
      log,
    );
    try {
      const { tenant, patient, mode, names, from, until, now, ancestors, standing, request } = job;
      const made = await accountFor((filter) => withoutRequest(index.read(filter), request), {
        ...{ tenant, patient, mode, names, from, until, now, ancestors },
        outsider: outsiderOf(job.clients),
        known: {
          standing,
          bearsNames: job.bearsNames || index.hasNames(tenant),
          prunedUntil: index.prunedUntil(),
        },
        onCount: () => undefined,
      });
      return await whole(accountingFile(made, job.format, MOST_PDF_ENTRIES));
    } finally {
      await index.close();
    }
  };

  const page = async ({ clients, ...job }: ExportJob): Promise<DeskAnswer> => {
    const { origin } = await openInstallation(config);
    const outsider = outsiderOf(clients);
    if ((await logStanding(config, log)) === 'gone')
      throw new UpstreamUnavailableError('the log has no checkpoint any more');
    const index = new LedgerIndex(indexPath(config.dataDir), () => undefined);
    try {
      await updateIndex(index, log);
      const site = { gateway: origin, isThirdParty: (client: string) => outsider(client) !== null };
      return { kind: 'page', ...(await exportPage(index, { ...job, site, mostBytes: MOST_PAGE_BYTES })) };
    } finally {
      index.close();
    }
  };

  return async (job) => {
    switch (job.kind) {
      case 'trust':
        return { kind: 'file', bytes: await trust() };
      case 'proof':
        return { kind: 'file', bytes: await proveEvent(config, reader, job.event, job.tenant) };
      case 'accounting':
        return { kind: 'file', bytes: await accounting(job) };
      case 'export':
        return page(job);
    }
  };
}

async function* withoutRequest(items: ExportSource, request: string): ExportSource {
  for await (const item of items) {
    if (item.kind === 'finding' || item.record.request !== request) yield item;
  }
}

/** @throws TooLongError */
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      taken.push(piece);
      bytes += piece.length;
      if (bytes > MOST_FILE_BYTES) throw new TooLongError('a file');
    }
  } catch (error) {
    throw error instanceof PdfTooLongError ? new TooLongError('a PDF') : error;
  }
  return Buffer.concat(taken);
}
