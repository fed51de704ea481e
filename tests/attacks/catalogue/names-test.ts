import type { Attack } from './attack.ts';

/** Whether the source of an attack's test file has a test of that title, and the example that the attack names. */
export function namesTest(source: string, { test: [, title, example] }: Attack): boolean {
  const literal = (text: string) => `(['"\`])${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1`;
  // A title is the first thing after `it(` or, for many cases, after the closing parenthesis of `each(…)`.
  const titled = new RegExp(`(?:\\b(?:it|test)|\\))\\(\\s*${literal(title)}`);
  return titled.test(source) && (example === undefined || new RegExp(literal(example)).test(source));
}
