import { describe, expect, it } from 'vitest';
import { isShownPlainly } from '../../src/insight/shown-plainly.ts';

const restore = (text: string) =>
  text.replace('[URL_1]', 'http://a.example/x').replace('[NAME_1]', 'Ida').replace('[ID_1]', 'www.a.com');
const shown = (text: string, quote = 'Lungs clear.') =>
  isShownPlainly({ text, citations: [{ item: 1, quote }] }, { restore });

describe('a sentence is words and nothing else once identifiers are back', () => {
  it.each([
    ['a link behind a token', 'See [URL_1].'],
    ['an address of mail behind a token', 'Write to [EMAIL_2].'],
    ['what a token turns out to be', 'Known as [ID_1].'],
  ])('not with %s', (_, text) => {
    expect(shown(text)).toBe(false);
  });

  it.each([
    ['a link', 'see https://a.example/x'],
    ['a link behind a token', 'see [URL_1]'],
    ['a markdown image', '![x](a)'],
    ['a markdown link', '[here](a)'],
    ['markup', '<img src=x>'],
    ['a script', 'javascript:alert(1)'],
  ])('nor with %s in a quote', (_, quote) => {
    expect(shown('Lungs clear.', quote)).toBe(false);
  });

  it('but with a name in its place, and quotes of several lines', () => {
    expect(shown('[NAME_1] has asthma.', 'PLAN:\n- asthma, < 5 puffs a day; glucose <100')).toBe(true);
  });
});
