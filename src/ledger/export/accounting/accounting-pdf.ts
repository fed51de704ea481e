import { type Column, PageWriter, WIDTH } from '../pdf/page-writer.ts';
import { shownLine } from '../pdf/shown-text.ts';
import type { Accounting, AccountingEntry, Recipient } from './accounting.ts';
import { gapText } from './gap-text.ts';
import { purposeText, spoken } from './plain-words.ts';
import { GROUNDS } from './purposes.ts';

const WIDTHS = Object.freeze([100, 148, 122, 78]);
const LAST = WIDTH - WIDTHS.reduce((sum, width) => sum + width, 0);
const NAMES = Object.freeze({
  accounting: ['Date', 'Who received it', 'What was given', 'Why', 'How often'],
  all: ['Date', 'Who', 'What was seen or done', 'Why', 'How often'],
});

function columnsOf(mode: Accounting['mode']): readonly Column[] {
  return NAMES[mode].map((name, index) => ({ name, width: WIDTHS[index] ?? LAST }));
}

/** Some 1,500 pages, and 10 kB of memory for the marks of each row. */
export const MOST_ENTRIES = 20_000;

/** More than one document holds. */
export class PdfTooLongError extends Error {
  constructor(entries: number, most: number) {
    super(
      `${entries} entries are too many for one PDF (at most ${most}): ask for less time at once, or for JSON`,
    );
  }
}

/**
 * The document for the patient: plain words, no name (the ledger has none), every page numbered.
 * @returns a PDF's bytes.
 * @throws PdfTooLongError before anything is given.
 */
export async function* accountingPdf(
  accounting: Accounting,
  most: number = MOST_ENTRIES,
): AsyncGenerator<Uint8Array> {
  const { mode, tenant, patient, generated, entries } = accounting;
  if (entries.length > most) throw new PdfTooLongError(entries.length, most);
  const title =
    mode === 'all'
      ? 'Who has looked at your health record'
      : 'Accounting of disclosures of your health information';
  const options = { title, foot: `${tenant}, patient ${patient}`, made: new Date(generated) };
  const counting = new PageWriter(options, null);
  for (const _page of draw(counting, title, accounting));
  const pages = new PageWriter(options, counting.pages);
  for (const _page of draw(pages, title, accounting)) yield* pages.take();
  yield* pages.finish();
}

/** Yields after each page of the table. */
function* draw(pages: PageWriter, title: string, accounting: Accounting): Generator<void> {
  const { mode, tenant, patient, period, generated, entries, findings, gaps } = accounting;
  pages.heading('H1', title);
  pages.paragraph(`Organization: ${tenant}`);
  pages.paragraph(`Patient ID: ${patient}`);
  pages.paragraph(`Period: ${dateText(period.from)} to ${dateText(lastMoment(period.until))}`);
  pages.paragraph(
    `Prepared on ${dateText(generated)}. All dates and times are in Coordinated Universal Time (UTC).`,
  );
  if (findings.length + gaps.length > 0) pages.heading('H2', 'This list may not be complete');
  if (findings.length > 0) {
    pages.paragraph(
      'A part of our record could not be read when this list was made. We are looking into it. Please ask us for a new ' +
        'list.',
    );
  }
  for (const gap of gaps) pages.paragraph(gapText(gap));
  if (mode === 'all') explainReport(pages);
  else explainAccounting(pages, accounting);

  pages.heading('H2', mode === 'all' ? 'The accesses' : 'The disclosures');
  if (entries.length === 0) {
    pages.paragraph(
      mode === 'all'
        ? 'Nobody looked at your record in this period.'
        : 'There were no disclosures in this period that the law asks us to list.',
    );
  } else {
    yield* pages.table(columnsOf(mode), cellsOfEach(entries, mode === 'all'));
  }
  pages.heading('H2', 'If you have questions');
  pages.paragraph(
    `Please ask the privacy office of ${tenant}. You may ask for such a list for any time in the six years before you ` +
      'ask; one list in every twelve months is free of charge.',
  );
}

/** One after the other: they are wanted once for each writer. */
function* cellsOfEach(entries: readonly AccountingEntry[], withTimes: boolean): Generator<readonly string[]> {
  for (const entry of entries) yield cellsOf(entry, withTimes);
}

function explainAccounting(pages: PageWriter, { leftOut }: Accounting): void {
  pages.heading('H2', 'What this list tells you');
  pages.paragraph(
    'It shows when information from your health record was given to somebody for a reason that a federal law (45 CFR ' +
      '164.528) asks us to tell you about, for example research or public health reporting. Several disclosures to the ' +
      'same recipient for the same reason are on one line, with the first date, the last date and how many there were.',
  );
  pages.heading('H2', 'What is not on this list');
  pages.paragraph('The law does not ask us to list when information was used or given:');
  pages.list([
    `${GROUNDS.careAndOperations.text}: this happened ${timesText(leftOut.careAndOperations)} in this period;`,
    `${GROUNDS.individual.text}: this happened ${timesText(leftOut.individual)} in this period.`,
  ]);
  pages.paragraph(
    'It also does not ask us to list what you gave written permission for, and a few other cases. Our record does not ' +
      'tell these apart, so they are on the list. You may ask us for a full report of everyone who looked at your record.',
  );
}

function explainReport(pages: PageWriter): void {
  pages.heading('H2', 'What this list tells you');
  pages.paragraph(
    'It shows everyone who looked at your record or was given something from it, for whatever reason, your own visits to ' +
      'your record among them. What one person did on one day for one reason is on one line. What somebody asked for and ' +
      'was refused is not on the list, since nothing was shown to them.',
  );
}

function cellsOf(entry: AccountingEntry, withTimes: boolean): readonly string[] {
  const { first, last, count, recipient, description, purpose } = entry;
  return [
    datesText(first, last, withTimes),
    recipientText(recipient),
    sentence(description),
    purposeText(purpose),
    timesText(count),
  ];
}

function recipientText({ kind, id, roles, client, organization, address }: Recipient): string {
  const lines =
    kind === 'model'
      ? [`The computer program (AI model) ${id}`, ...(client === null ? [] : [`asked through ${client}`])]
      : [
          ...(organization === null ? [] : [organization]),
          ...(address === null ? [] : [address]),
          `${organization === null ? '' : 'for '}${id}${roles.length === 0 ? '' : ` (${roles.map(spoken).join(', ')})`}`,
          ...(client === null || client === organization ? [] : [`through ${client}`]),
        ];
  return lines.map(shownLine).join('\n');
}

/** The last day or moment that a period has: its end is not in it. */
function lastMoment(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString();
}

const DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
/** In the narrow column of a table. */
const SHORT_DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-US', { timeStyle: 'short', timeZone: 'UTC', hour12: false });

function dateText(time: string, format = DATE): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? 'not recorded' : format.format(at);
}

function datesText(first: string, last: string, withTimes: boolean): string {
  const [from, until] = [dateText(first, SHORT_DATE), dateText(last, SHORT_DATE)];
  if (from !== until) return `First: ${from}\nLast: ${until}`;
  if (!withTimes) return from;
  const [start, end] = [dateText(first, TIME), dateText(last, TIME)];
  return start === end ? `${from}, ${start}` : `${from}, ${start} to ${end}`;
}

function timesText(count: number): string {
  if (count === 0) return 'not once';
  return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
}

function sentence(text: string): string {
  return text === '' ? 'Not recorded' : text.charAt(0).toUpperCase() + text.slice(1);
}
