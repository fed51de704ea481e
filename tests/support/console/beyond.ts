import type { Page } from 'playwright-core';

const WIDTHS = [1280, 800] as const;

/** By how many pixels a page is wider than its window, for windows of 1280 and 800 pixels, once it has followed them. */
export async function beyond(page: Page): Promise<readonly unknown[]> {
  const widths: unknown[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    widths.push(
      await page.evaluate(`new Promise((tell) => {
        const { documentElement: page } = document;
        const frames = (left) => left === 0 || page.scrollWidth === page.clientWidth
          ? tell(page.scrollWidth - page.clientWidth)
          : requestAnimationFrame(() => frames(left - 1));
        frames(30);
      })`),
    );
  }
  return widths;
}
