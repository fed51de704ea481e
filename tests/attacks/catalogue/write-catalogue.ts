import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE } from './catalogue.ts';
import { renderCatalogue } from './render-catalogue.ts';

await writeFile(
  join(import.meta.dirname, '..', '..', '..', 'docs', 'attacks.md'),
  renderCatalogue(CATALOGUE),
);
