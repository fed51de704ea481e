import { type Column, PageWriter, WIDTH } from '../ledger/export/pdf/page-writer.ts';
import { attention, figures, NOT_SHOWN } from './attention.ts';
import type { Control } from './control.ts';
import type { PackFacts } from './pack-facts.ts';

const columns = (...all: readonly (readonly [name: string, width: number])[]): readonly Column[] => {
  const given = all.slice(0, -1).map(([name, width]) => ({ name, width }));
  const rest = WIDTH - given.reduce((sum, { width }) => sum + width, 0);
  return [...given, { name: all.at(-1)?.[0] ?? '', width: rest }];
};
const FIGURES = columns(['What', 330], ['How many', 0]);
const RULES = columns(['Rule', 110], ['Shown here', 190], ['Not covered, for the organisation to show', 0]);

/** The cover report: the same as README.md, for print. @returns a PDF's bytes. */
export async function* reportPdf(facts: PackFacts, controls: readonly Control[]): AsyncGenerator<Uint8Array> {
  const { tenant, made } = facts.header;
  const title = `Evidence of access to health data: ${tenant}`;
  const options = { title, foot: `${tenant}, made on ${made}`, made: new Date(made) };
  const counting = new PageWriter(options, null);
  for (const _page of draw(counting, title, facts, controls));
  const pages = new PageWriter(options, counting.pages);
  for (const _page of draw(pages, title, facts, controls)) yield* pages.take();
  yield* pages.finish();
}

/** Yields after each page of a table. */
function* draw(
  pages: PageWriter,
  title: string,
  facts: PackFacts,
  controls: readonly Control[],
): Generator<void> {
  const { from, to, made, build } = facts.header;
  pages.heading('H1', title);
  pages.paragraph(`Period: ${from} up to ${to}. Made on ${made} by Phield ${build}. All times are UTC.`);
  pages.heading('H2', 'To be asked about');
  const asked = attention(facts);
  if (asked.length === 0) pages.paragraph('Nothing that this pack can see.');
  else pages.list(asked);
  pages.heading('H2', 'The period');
  yield* pages.table(FIGURES, figures(facts));
  pages.heading('H2', 'Not in this pack');
  pages.list(NOT_SHOWN);
  pages.heading('H2', 'Rules');
  pages.paragraph(
    'HIPAA is 45 CFR Part 164; GDPR is Regulation (EU) 2016/679. No legal advice: it says where to look.',
  );
  yield* pages.table(
    RULES,
    controls.map(({ rule, clause, title: what, shows, files, lacks }) => [
      `${rule} ${clause}\n${what}`,
      `${shows}\n${files.join('\n')}`,
      lacks,
    ]),
  );
}
