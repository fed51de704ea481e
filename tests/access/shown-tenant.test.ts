import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { shownTenant } from '../../src/access/shown-tenant.ts';

const PLAIN =
  '# ours\ntenant: north\nsettings: { treatingDays: 7 } # short\nsignals: { patientsPerHour: 9 }\n';

it('a tenant’s file that lists no patient is shown as it stands', () => {
  expect(shownTenant(PLAIN)).toEqual({ text: PLAIN, withheld: {} });
});

it.each([
  ['vips: [secret-1, secret-2] # secret-senator', { vips: 2 }],
  ['vips:\n    # secret-why\n    - secret-1\n    - secret-2 # secret-who\n  # secret-after', { vips: 2 }],
  ['colleagues: { secret-nurse: secret-1 }', { colleagues: 1 }],
  ['colleagues:\n    nurse: [secret-1, secret-2]\n  vips: [secret-3]', { vips: 1, colleagues: 1 }],
  ['"vips": [secret-1]', { vips: 1 }],
  ['vips:\n  - secret-1\n  exporters: ["#a"]', { vips: 1 }],
  ['vips: &those [\n    secret-1,\n    secret-2 ]\n  exporters: [b]', { vips: 2 }],
])('who is listed in %j is left out, and what is said of them', (lists, withheld) => {
  const text = `# secret-head\ntenant: north\nsignals:\n  patientsPerHour: 9 # secret-here\n  ${lists}\n# secret-end\nsettings: {}\n`;
  const shown = shownTenant(text);
  expect(shown.withheld).toEqual(withheld);
  expect(shown.text).not.toContain('secret');
  const { signals } = parse(text);
  const empty = { ...(signals.vips && { vips: [] }), ...(signals.colleagues && { colleagues: {} }) };
  expect(parse(shown.text)).toEqual({ tenant: 'north', signals: { ...signals, ...empty }, settings: {} });
  const lineOf = (one: string) => one.split('\n').indexOf('settings: {}');
  expect(lineOf(shown.text)).toBe(lineOf(text));
});

it('what is written in some other way is told, if not on its lines', () => {
  const shown = shownTenant('tenant: north\nsignals:\n  ? vips\n  : [secret-1]\n');
  expect(shown.withheld).toEqual({ vips: 1 });
  expect(parse(shown.text)).toEqual({ tenant: 'north', signals: { vips: [] } });
});
