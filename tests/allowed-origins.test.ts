import { describe, expect, it } from 'vitest';
import { AllowedOrigins } from '../src/allowed-origins.ts';

describe('origins that a setting names', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['https://portal.example', ['https://portal.example']],
    [
      ' https://a.example , https://b.example:8443,https://a.example ',
      ['https://a.example', 'https://b.example:8443'],
    ],
    ['http://localhost:5173', ['http://localhost:5173']],
  ])('%s', (text, origins) => {
    expect(AllowedOrigins.parse(text)).toEqual(origins);
  });

  it.each([
    '*',
    'null',
    'portal.example',
    'https://portal.example:443',
    'https://portal.example,*',
    'https://*.example',
    'https://portal.example/',
    'https://portal.example/path',
    'https://user@portal.example',
    'https://PORTAL.example',
    'http://portal.example',
    'file:///x',
    'javascript:alert(1)',
    'https://a.example https://b.example',
  ])('are not %s', (text) => {
    expect(AllowedOrigins.safeParse(text).success).toBe(false);
  });
});
