import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { GENERATED, generateResolverTypes } from '../../codegen.ts';

it('the committed resolver types are those of the schema', async () => {
  expect(await readFile(GENERATED, 'utf8')).toBe(await generateResolverTypes());
});
