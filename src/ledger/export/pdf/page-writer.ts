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
 */
export class PageWriter {
  readonly #doc: Document;
  readonly #root: Structure;
  readonly #options: PageOptions;
  #y: number = PAGE.top;

  constructor(options: PageOptions) {
    this.#options = options;
    const { title, made } = options;
    const pages = {
      size: [PAGE.width, PAGE.height],
      // Text that would pass the bottom is moved by us, row by row, and never by the library.
      margins: { top: 0, bottom: 0, left: PAGE.side, right: PAGE.side },
      autoFirstPage: false,
      bufferPages: true,
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

  heading(level: 'H1' | 'H2', text: string): void {
    const size = level === 'H1' ? 19 : 12.5;
    this.#y += level === 'H1' ? 0 : 12;
    this.#block(level, text, { font: BOLD, size, indent: 0, gap: level === 'H1' ? 8 : 4 });
  }

  paragraph(text: string): void {
    this.#block('P', text, BODY);
  }

  list(items: readonly string[]): void {
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

  table(columns: readonly Column[], rows: Iterable<readonly string[]>): void {
    const table = this.#doc.struct('Table');
    this.#root.add(table);
    const names = columns.map(({ name }) => name);
    this.#row(columns, names, 'TH', table);
    for (const row of rows) {
      if (this.#y + this.#heightOf(columns, row, FONT) > END) {
        this.#newPage();
        this.#repeatedHead(columns, names);
      }
      this.#row(columns, row, 'TD', table);
    }
    table.end();
    this.#y += 8;
  }

  /** Numbers the pages and ends the document. @returns its bytes. */
  async *finish(): AsyncGenerator<Uint8Array> {
    const doc = this.#doc;
    this.#root.end();
    const { start, count } = doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      doc.switchToPage(start + page);
      doc.markContent('Artifact', { type: 'Pagination' });
      doc.font(FONT).fontSize(8).fillColor('#444444');
      const y = PAGE.height - PAGE.bottom + 22;
      doc.text(shownText(this.#options.foot), PAGE.side, y, {
        width: WIDTH - 110,
        lineBreak: true,
        height: 20,
        ellipsis: true,
      });
      doc.text(`Page ${page + 1} of ${count}`, PAGE.side + WIDTH - 100, y, { width: 100, align: 'right' });
      doc.endMarkedContent();
    }
    doc.end();
    for await (const chunk of doc) if (chunk instanceof Uint8Array) yield chunk;
  }

  #newPage(): void {
    this.#doc.addPage();
    this.#y = PAGE.top;
  }

  #block(type: string, text: string, style: Style, parent: Structure = this.#root): void {
    const doc = this.#doc;
    const { height, options } = this.#room(text, style);
    const struct = doc.struct(type);
    parent.add(struct);
    this.#marked(struct, type, () => doc.text(shownText(text), PAGE.side + style.indent, this.#y, options));
    struct.end();
    this.#y += height + style.gap;
  }

  /** Sets the font, and begins a page where there is no room; a heading does not stand alone at the end of one. */
  #room(text: string, { font, size, indent }: Style) {
    const options = { width: WIDTH - indent, lineGap: 2 };
    this.#doc.font(font).fontSize(size).fillColor('black');
    const height = this.#doc.heightOfString(shownText(text), options);
    if (this.#y + height + (font === BOLD ? 48 : 0) > END) this.#newPage();
    return { height, options };
  }

  #row(columns: readonly Column[], cells: readonly string[], type: 'TH' | 'TD', table: Structure): void {
    const doc = this.#doc;
    const font = type === 'TH' ? BOLD : FONT;
    const height = this.#heightOf(columns, cells, font);
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
