import type { Page } from 'playwright-core';

/** Everything a page complains of: console errors, exceptions, and violations of its content policy. */
export async function watchPage(page: Page): Promise<{ readonly complaints: readonly string[] }> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.exposeFunction('tellViolation', (text: string) => complaints.push(`policy: ${text}`));
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => tellViolation(event.violatedDirective + ' ' + event.blockedURI))",
  );
  return { complaints };
}
