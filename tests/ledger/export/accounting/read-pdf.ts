import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  /** What each page shows, in the order in which it was drawn; one line for each piece of text. */
  readonly pages: readonly string[];
  /** Everything that is not compressed: the dictionaries. */
  readonly objects: string;
}

/**
 * Text of a PDF as pdfkit writes it, for tests: pages in order, glyphs of embedded fonts back to characters by each
 * font's ToUnicode map. Nothing else of PDF is understood.
 */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const file = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id, body] of file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    if (id !== undefined && body !== undefined) objects.set(id, body);
  }
  const object = (id: string | undefined) => objects.get(id ?? '') ?? '';
  const pages = [...object(one(file, /\/Pages (\d+) 0 R/)).matchAll(/(\d+) 0 R/g)].map(([, page]) => {
    const dictionary = object(page);
    const resources = object(one(dictionary, /\/Resources (\d+) 0 R/));
    const maps = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => [
        name ?? '',
        toUnicode(streamOf(object(one(object(font), /\/ToUnicode (\d+) 0 R/)))),
      ]),
    );
    return textOf(streamOf(object(one(dictionary, /\/Contents (\d+) 0 R/))), maps);
  });
  const plain = [...objects.values()].map((body) => body.replace(/stream\n[\s\S]*/, '')).join('\n');
  return { pages, objects: plain };
}

function one(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

function streamOf(body: string): string {
  const at = body.indexOf('stream\n');
  const raw = Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
}

function toUnicode(map: string): ReadonlyMap<number, string> {
  const glyphs = new Map<number, string>();
  for (const [, block] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, , list] of (block ?? '').matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g)) {
      let glyph = Number.parseInt(first ?? '', 16);
      for (const [, hex] of (list ?? '').matchAll(/<([^>]*)>/g)) {
        const units = (hex ?? '').replaceAll(' ', '').match(/.{4}/g) ?? [];
        glyphs.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
        glyph += 1;
      }
    }
  }
  return glyphs;
}

function textOf(content: string, maps: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let map: ReadonlyMap<number, string> = new Map();
  const lines: string[] = [];
  for (const [, font, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = maps.get(font) ?? new Map();
    if (array === undefined) continue;
    let line = '';
    for (const [, hex] of array.matchAll(/<(\w*)>/g)) {
      for (const unit of (hex ?? '').match(/.{4}/g) ?? [])
        line += map.get(Number.parseInt(unit, 16)) ?? '\ufffd';
    }
    lines.push(line);
  }
  return lines.join('\n');
}
