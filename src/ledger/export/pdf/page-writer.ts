import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { shownText } from './shown-text.ts';

type Document = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Document['struct']>;

export interface PageOptions {
  readonly title: string;
  /** At the foot of every page, beside its number. */
  readonly foot: string;
  readonly made: Date;
}

export interface Column {
  readonly name: string;
  /** Points; together at most `WIDTH`. */
  readonly width: number;
}

/** US Letter, in points of 1/72 inch. */
const PAGE = Object.freeze({ width: 612, height: 792, side: 54, top: 54, bottom: 64 });
export const WIDTH = PAGE.width - 2 * PAGE.side;
const END = PAGE.height - PAGE.bottom;
const CELL = Object.freeze({ x: 5, y: 4, size: 8.5 });
const FONT = 'Text';
const BOLD = 'Strong';

interface Style {
  readonly font: string;
  readonly size: number;
  /** Points from the left margin. */
  readonly indent: number;
  /** Points below. */
  readonly gap: number;
}

const BODY: Style = Object.freeze({ font: FONT, size: 10, indent: 0, gap: 6 });

/**
 * A tagged PDF (PDF/UA-1 as far as pdfkit goes): language, title, headings, paragraphs, lists and a table whose cells a
 * screen reader names, in an embedded font of Latin, Greek, Cyrillic, Arabic and Hebrew. What it has no glyph for is
 * written as its code point, so that nothing is lost. Nothing wraps over a page within a row.
 *
 * A page that is full leaves memory. Since each says how many there are, a document is made twice: first by a writer that
 * only counts pages and draws nothing, then by one that knows their number.
 */
export class PageWriter {
  readonly #doc: Document;
  readonly #root: Structure;
  readonly #options: PageOptions;
  /** `null`: pages are only counted. */
  readonly #total: number | null;
  #page = 0;
  #y: number = PAGE.top;

  /** @param total pages that the document will have, as a writer without it has counted. */
  constructor(options: PageOptions, total: number | null) {
    this.#options = options;
    this.#total = total;
    const { title, made } = options;
    const pages = {
      size: [PAGE.width, PAGE.height],
      // Text that would pass the bottom is moved by us, row by row, and never by the library.
      margins: { top: 0, bottom: 0, left: PAGE.side, right: PAGE.side },
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: 'en-US',
      info: { Title: title, CreationDate: made, ModDate: made, Creator: 'Phield', Producer: 'Phield' },
    } satisfies PDFKit.PDFDocumentOptions;
    this.#doc = new PDFDocument(
      Object.assign<PDFKit.PDFDocumentOptions, object>(pages, { subset: 'PDF/UA' }),
    );
    const { resolve } = createRequire(import.meta.url);
    this.#doc.registerFont(FONT, resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
    this.#doc.registerFont(BOLD, resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
    this.#root = this.#doc.struct('Document');
    this.#doc.addStructure(this.#root);
    this.#newPage();
  }

  /** Pages begun so far. */
  get pages(): number {
    return this.#page;
  }

  heading(level: 'H1' | 'H2', text: string): void {
    const size = level === 'H1' ? 19 : 12.5;
    this.#y += level === 'H1' ? 0 : 12;
    this.#block(level, text, { font: BOLD, size, indent: 0, gap: level === 'H1' ? 8 : 4 });
  }

  paragraph(text: string): void {
    this.#block('P', text, BODY);
  }

  list(items: readonly string[]): void {
    if (this.#total === null) {
      for (const item of items) this.#block('LBody', item, { ...BODY, indent: 24, gap: 3 });
      this.#y += 3;
      return;
    }
    const list = this.#doc.struct('L');
    this.#root.add(list);
    for (const item of items) {
      const entry = this.#doc.struct('LI');
      list.add(entry);
      const label = this.#doc.struct('Lbl');
      entry.add(label);
      const { options } = this.#room(item, { ...BODY, indent: 24 });
      this.#marked(label, 'Lbl', () => this.#doc.text('•', PAGE.side + 12, this.#y, options));
      label.end();
      this.#block('LBody', item, { ...BODY, indent: 24, gap: 3 }, entry);
      entry.end();
    }
    list.end();
    this.#y += 3;
  }

  /** Yields after each page, so that what is done can be taken. */
  *table(columns: readonly Column[], rows: Iterable<readonly string[]>): Generator<void> {
    const table = this.#total === null ? null : this.#doc.struct('Table');
    if (table !== null) this.#root.add(table);
    const names = columns.map(({ name }) => name);
    this.#row(columns, names, 'TH', table);
    for (const row of rows) {
      if (this.#y + this.#heightOf(columns, row, FONT) > END) {
        this.#newPage();
        yield;
        this.#repeatedHead(columns, names);
      }
      this.#row(columns, row, 'TD', table);
    }
    table?.end();
    this.#y += 8;
  }

  /** What is done of the document's bytes, and leaves memory. */
  *take(): Generator<Uint8Array> {
    const chunk: unknown = this.#doc.read();
    if (chunk instanceof Uint8Array) yield chunk;
  }

  /** Ends the document. @returns the rest of its bytes. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.#root.end();
    this.#foot();
    this.#doc.end();
    for await (const chunk of this.#doc) if (chunk instanceof Uint8Array) yield chunk;
  }

  #newPage(): void {
    if (this.#page > 0) this.#foot();
    // Heights are measured on a page, whichever.
    if (this.#page === 0 || this.#total !== null) this.#doc.addPage();
    this.#page += 1;
    this.#y = PAGE.top;
  }

  #foot(): void {
    if (this.#total === null) return;
    const doc = this.#doc;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font(FONT).fontSize(8).fillColor('#444444');
    const y = PAGE.height - PAGE.bottom + 22;
    doc.text(shownText(this.#options.foot), PAGE.side, y, {
      width: WIDTH - 110,
      lineBreak: true,
      height: 20,
      ellipsis: true,
    });
    const number = `Page ${this.#page} of ${this.#total}`;
    doc.text(number, PAGE.side + WIDTH - 100, y, { width: 100, align: 'right' });
    doc.endMarkedContent();
  }

  #block(type: string, text: string, style: Style, parent: Structure = this.#root): void {
    const doc = this.#doc;
    const { height, options } = this.#room(text, style);
    if (this.#total !== null) {
      const struct = doc.struct(type);
      parent.add(struct);
      this.#marked(struct, type, () => doc.text(shownText(text), PAGE.side + style.indent, this.#y, options));
      struct.end();
    }
    this.#y += height + style.gap;
  }

  /** Sets the font, and begins a page where there is no room; a heading does not stand alone at the end of one. */
  #room(text: string, { font, size, indent }: Style) {
    const options = { width: WIDTH - indent, lineGap: 2 };
    const setFont = () => this.#doc.font(font).fontSize(size).fillColor('black');
    const height = setFont().heightOfString(shownText(text), options);
    if (this.#y + height + (font === BOLD ? 48 : 0) > END) {
      this.#newPage();
      setFont();
    }
    return { height, options };
  }

  #row(
    columns: readonly Column[],
    cells: readonly string[],
    type: 'TH' | 'TD',
    table: Structure | null,
  ): void {
    const doc = this.#doc;
    const font = type === 'TH' ? BOLD : FONT;
    const height = this.#heightOf(columns, cells, font);
    if (table === null) {
      this.#y += height;
      return;
    }
    const row = doc.struct('TR');
    table.add(row);
    this.#lines(height, type === 'TH');
    let x = PAGE.side;
    for (const [index, { name, width }] of columns.entries()) {
      const named = { title: name, scope: 'Column' };
      const cell = type === 'TH' ? doc.struct(type, named) : doc.struct(type);
      row.add(cell);
      this.#marked(cell, type, () => this.#cell(cells[index] ?? '', x, width, font));
      cell.end();
      x += width;
    }
    row.end();
    this.#y += height;
  }

  /** On every further page; for a screen reader the table has one head. */
  #repeatedHead(columns: readonly Column[], names: readonly string[]): void {
    const height = this.#heightOf(columns, names, BOLD);
    if (this.#total === null) {
      this.#y += height;
      return;
    }
    this.#lines(height, true);
    this.#doc.markContent('Artifact', { type: 'Pagination' });
    let x = PAGE.side;
    for (const [index, { width }] of columns.entries()) {
      this.#cell(names[index] ?? '', x, width, BOLD);
      x += width;
    }
    this.#doc.endMarkedContent();
    this.#y += height;
  }

  #cell(text: string, x: number, width: number, font: string): void {
    const doc = this.#doc;
    doc.font(font).fontSize(CELL.size).fillColor('black');
    doc.text(shownText(text), x + CELL.x, this.#y + CELL.y, { width: width - 2 * CELL.x, lineGap: 1 });
  }

  #lines(height: number, isHead: boolean): void {
    const doc = this.#doc;
    doc.markContent('Artifact', { type: 'Layout' });
    if (isHead) doc.rect(PAGE.side, this.#y, WIDTH, height).fill('#e8edf2');
    doc.lineWidth(0.5).strokeColor('#9aa5b1');
    doc
      .moveTo(PAGE.side, this.#y + height)
      .lineTo(PAGE.side + WIDTH, this.#y + height)
      .stroke();
    doc.endMarkedContent();
  }

  #heightOf(columns: readonly Column[], cells: readonly string[], font: string): number {
    const doc = this.#doc.font(font).fontSize(CELL.size);
    const heights = columns.map(({ width }, index) =>
      doc.heightOfString(shownText(cells[index] ?? ''), { width: width - 2 * CELL.x, lineGap: 1 }),
    );
    return Math.max(...heights) + 2 * CELL.y;
  }

  #marked(struct: Structure, type: string, draw: () => void): void {
    const content = this.#doc.markStructureContent(type);
    struct.add(content);
    draw();
    this.#doc.endMarkedContent();
  }
}
