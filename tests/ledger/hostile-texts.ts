/** What breaks lines, frames, terminals, tables and readers that are careless about it; none of it is a FHIR id. */
export const HOSTILE: Readonly<Record<string, string>> = Object.freeze({
  'line breaks': 'a\r\nb\nc\rd',
  NUL: 'a\0b',
  'separators of lines and paragraphs': 'a\u2028b\u2029c\u0085d',
  'a lone surrogate': 'a\ud800b',
  'the other lone surrogate': '\udfffa',
  'a turn of the reading direction': 'a\u202eb\u2066c',
  'what steers a terminal': '\u001b[2J\u001b]0;x\u0007\u009b1A',
  'bytes of frames': '\u0001\u0002\u0003\u0004',
  'a formula': '=HYPERLINK("http://x","y")',
  'a record': '{"v":1,"id":"forged"}',
  'quotes and commas': '",",\',`;\t|',
  'nothing to see': '\u200b\ufeff\u00ad',
  'what is very long': 'x'.repeat(3_000),
});
