import { expect, it } from 'vitest';
import { sameResource } from '../../src/identity/same-resource.ts';

const EXPECTED = 'https://phield.example/graphql';

it.each([
  EXPECTED,
  'HTTPS://Phield.Example/graphql',
  'https://phield.example:443/graphql',
  'https://phield.example/x/../graphql',
  'https://phield.example/graphql?query=x',
  'https://phield.example/graphql#x',
])('%s names it', (claimed) => {
  expect(sameResource(claimed, EXPECTED)).toBe(true);
});

it.each([
  'http://phield.example/graphql',
  'https://phield.example:8443/graphql',
  'https://phield.example/graphql/',
  'https://phield.example/GraphQL',
  'https://phield.example/',
  'https://phield.example.evil.example/graphql',
  'https://user@phield.example/graphql',
  'https://phield.example@evil.example/graphql',
  'https://localhost/graphql',
  '/graphql',
  'graphql',
  '',
])('%j does not', (claimed) => {
  expect(sameResource(claimed, EXPECTED)).toBe(false);
});

it('names of this machine are alike, ports are not', () => {
  const here = 'http://127.0.0.1:4000/graphql';
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', '[0:0:0:0:0:0:0:1]']) {
    expect(sameResource(`http://${name}:4000/graphql`, here)).toBe(true);
  }
  for (const name of ['localhost:4001', '127.0.0.2:4000', 'localhost.evil.example:4000', 'localhost']) {
    expect(sameResource(`http://${name}/graphql`, here)).toBe(false);
  }
});
