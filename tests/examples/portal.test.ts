import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../../examples/portal/app/field-state.ts';
import { buildPortal } from '../../examples/portal/build.ts';
import { generatePortalTypes } from '../../examples/portal/codegen.ts';
import { createPortalServer } from '../../examples/portal/portal-server.ts';
import { findChromium } from '../support/find-chromium.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { watchPage } from '../support/watch-page.ts';

const executablePath = findChromium();
const PEOPLE = ['physician', 'billing', 'researcher', 'patient'] as const;

let gateway: TestGateway;
let portal: FastifyInstance;
let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-test-'));
  await buildPortal(folder);
  gateway = await runGateway();
  portal = await createPortalServer({
    folder,
    gateway: gateway.url,
    tokenFor: async (name) => {
      const known = PEOPLE.find((one) => one === name);
      if (known === undefined) throw new Error('nobody');
      return gateway.persona(known);
    },
  });
  url = await portal.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await portal?.close();
  await gateway?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

it('types of the portal are those of the schema as it stands', async () => {
  for (const [name, text] of await generatePortalTypes()) {
    expect(await readFile(join('examples/portal', name), 'utf8')).toBe(text);
  }
});

it('shows what nobody spoke of as denied', () => {
  expect(stateOf([], 'ssn')).toEqual({ state: 'denied', why: 'ERROR' });
  const masked = { field: 'ssn', decision: 'MASK', mask: 'PARTIAL', reason: 'GRANT' } as const;
  expect(stateOf([masked], 'ssn')).toEqual({ state: 'masked', why: 'PARTIAL' });
});

describe('the portal’s own server', () => {
  const send = (path: string, init: RequestInit) => fetch(`${url}${path}`, init);
  const json = { 'content-type': 'application/json' };

  it('gives the browser a cookie that no script reads, and never the token', async () => {
    const answer = await send('/sign-in', { method: 'POST', headers: json, body: '{"as":"physician"}' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^portal-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await answer.text()).toBe('');
  });

  it('asks nothing for whoever has no session, and answers no other name of this machine', async () => {
    const stranger = await send('/graphql', { method: 'POST', headers: json, body: '{"query":"{me{id}}"}' });
    expect(stranger.status).toBe(401);
    expect((await send('/sign-in', { method: 'POST', headers: json, body: '{"as":"nobody"}' })).status).toBe(
      401,
    );
    const rebound = await portal.inject({ method: 'GET', url: '/', headers: { host: 'evil.example' } });
    expect(rebound.statusCode).toBe(421);
  });
});

describe.skipIf(executablePath === null)('the portal in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** State and shown text by field, of the first section. */
  async function fieldsOf(
    page: Page,
    name: string,
  ): Promise<Record<string, { state: string; text: string }>> {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByTestId('who').filter({ hasText: name.toUpperCase() }).waitFor();
    const fields = await page.locator('.field').all();
    const read = fields.map(
      async (field): Promise<[string, { state: string; text: string }]> => [
        (await field.getAttribute('data-field')) ?? '',
        {
          state: (await field.getAttribute('data-state')) ?? '',
          text: (await field.locator('dd').innerText()).trim(),
        },
      ],
    );
    // The first of a name counts.
    return Object.fromEntries((await Promise.all(read)).toReversed());
  }

  it('shows four people the same page with whole, masked and denied fields, and the browser has no complaint', async () => {
    const page = await browser.newPage();
    const { complaints } = await watchPage(page);
    await page.goto(url);

    const physician = await fieldsOf(page, 'physician');
    expect(physician.birthDate?.state).toBe('whole');
    expect(physician.birthDate?.text).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(physician.code?.state).toBe('whole');
    expect(physician.ssn).toEqual({ state: 'denied', text: 'not for you (role)' });
    expect(physician.claims?.state).toBe('denied');
    await page.screenshot({ path: screenshotOf('physician'), fullPage: true });

    const billing = await fieldsOf(page, 'billing');
    expect(billing.ssn?.state).toBe('masked');
    expect(billing.ssn?.text).toMatch(/^\d{4}\s+partial$/);
    expect(billing.conditions?.state).toBe('denied');
    expect(billing.total?.state).toBe('whole');
    await page.screenshot({ path: screenshotOf('billing'), fullPage: true });

    const researcher = await fieldsOf(page, 'researcher');
    expect(researcher.birthDate?.text).toMatch(/^\d{4}\s+generalize$/);
    expect(researcher.name).toEqual({ state: 'masked', text: 'hidden generalize' });
    expect(researcher.mrn?.text).toMatch(/^psn-[0-9a-f]+\s+pseudonym$/);
    expect(researcher.ssn?.state).toBe('denied');
    await page.screenshot({ path: screenshotOf('researcher'), fullPage: true });

    const patient = await fieldsOf(page, 'patient');
    expect(patient.name?.state).toBe('whole');
    expect(patient.name?.text).toBe(physician.name?.text);

    expect(complaints).toEqual([]);
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([
      0,
      0,
      '',
    ]);
    await page.close();
  }, 60_000);

  it('hears of a violation: what is seen to be empty above can be filled', async () => {
    const page = await browser.newPage();
    const { complaints } = await watchPage(page);
    await page.goto(url);
    await page.evaluate(
      "document.head.append(Object.assign(document.createElement('style'), {textContent: 'a{}'}))",
    );
    await page.waitForTimeout(100);
    expect(complaints.join('\n')).toContain('policy: style-src');
    await page.close();
  }, 60_000);
});

/** Looked at by people; left where `PHIELD_SCREENSHOTS` says, else removed with the test's folder. */
function screenshotOf(name: string): string {
  return join(process.env.PHIELD_SCREENSHOTS ?? folder, `portal-${name}.png`);
}
