import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const Found = z.array(
  z.object({
    ...{ id: z.string(), impact: z.string().nullish() },
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().nullish() })),
  }),
);

/** What axe-core calls serious or worse of a page as it stands, with where it is. */
export async function graveFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found = Found.parse(
    await page.evaluate("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"),
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
}
