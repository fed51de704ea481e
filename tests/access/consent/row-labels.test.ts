import { describe, expect, it } from 'vitest';
import type { Json } from './consent-cases.ts';
import { consent, label, level, verdict } from './consent-cases.ts';

const CODE: Readonly<Record<string, Json>> = { N: level('N'), R: level('R'), V: level('V'), M: level('M') };
const rule = (type: string, names: readonly string[], over: Json = {}) =>
  consent({ type, securityLabel: names.map((name) => CODE[name] ?? label(name)), ...over });
/** Where nothing else permits. */
const permits = (names: readonly string[], labels: readonly string[]) =>
  verdict([rule('permit', names)], { labels, implicit: 'deny' }) === 'permit c1';
/** Where everything else permits, but records under 42 CFR Part 2. */
const denies = (names: readonly string[], labels: readonly string[]) =>
  verdict([rule('deny', names)], { labels, implicit: 'all-normal' }) === 'deny c1';

describe('labels of a rule', () => {
  it('permit a row only if they name all it is about, and deny it if they name any of that', () => {
    expect(permits(['HIV'], ['HIV'])).toBe(true);
    expect(permits(['HIV', 'PSY'], ['HIV'])).toBe(true);
    expect(permits(['HIV'], ['HIV', 'PSY'])).toBe(false);
    expect(permits(['HIV'], [])).toBe(false);
    expect(permits(['HIV'], ['HIV', 'NEVER-HEARD-OF'])).toBe(false);
    expect(denies(['HIV'], ['HIV', 'PSY'])).toBe(true);
    expect(denies(['HIV'], ['PSY'])).toBe(false);
    expect(denies(['HIV'], [])).toBe(false);
  });

  it('need not name who the patient is, nor the level that goes with what they name', () => {
    expect(permits(['HIV'], ['CEL', 'EMP', 'HIV', 'R'])).toBe(true);
    expect(permits(['HIV'], ['HIV', 'V'])).toBe(false);
    expect(permits(['HIV'], ['CEL', 'R'])).toBe(false);
  });

  it('follow HL7: substance use is one group, SPI stands above, a celebrity is a VIP', () => {
    expect(denies(['ETH'], ['OPIOIDUD'])).toBe(true);
    expect(denies(['OPIOIDUD'], ['ETH'])).toBe(true);
    expect(denies(['SPI'], ['PSYTHPN'])).toBe(true);
    expect(denies(['SPI'], ['EMOTDIS'])).toBe(true);
    expect(denies(['EMOTDIS'], ['SPI'])).toBe(false);
    expect(denies(['VIP'], ['CEL'])).toBe(true);
  });

  it('read a level as up to it when permitting, and from it upward when denying', () => {
    expect(permits(['N'], [])).toBe(true);
    expect(permits(['N'], ['DOB'])).toBe(true);
    expect(permits(['M'], [])).toBe(false);
    expect(permits(['N'], ['HIV'])).toBe(false);
    expect(permits(['N', 'HIV'], ['HIV'])).toBe(true);
    expect(permits(['R'], ['HIV', 'PSY', 'R'])).toBe(true);
    expect(permits(['R'], ['V'])).toBe(false);
    expect(permits(['R'], ['PSYTHPN'])).toBe(false);
    expect(permits(['V'], ['PSYTHPN', 'V'])).toBe(true);
    expect(denies(['R'], ['HIV'])).toBe(true);
    expect(denies(['R'], ['V'])).toBe(true);
    expect(denies(['V'], ['R'])).toBe(false);
    expect(denies(['R'], [])).toBe(false);
    expect(denies(['N'], [])).toBe(true);
  });

  it('keep an exception that denies, where the rule itself reaches the row only in part', () => {
    const but = { provision: [{ type: 'deny', securityLabel: [label('PSY')] }] };
    expect(
      verdict([rule('permit', ['HIV', 'PSY'], but)], { labels: ['PSY', 'SCA'], implicit: 'all-normal' }),
    ).toBe('deny c1');
  });

  it('do not let an exception permit what the rule that holds it names only in part', () => {
    const but = { provision: [{ type: 'permit' }] };
    expect(verdict([rule('deny', ['HIV'], but)], { labels: ['HIV', 'PSY'], implicit: 'deny' })).toBe('deny');
    expect(verdict([rule('deny', ['HIV'], but)], { labels: ['HIV'], implicit: 'deny' })).toBe('permit c1');
  });
});

describe('records under 42 CFR Part 2', () => {
  it('need consent that names them or substance use', () => {
    const part2 = ['PART2', 'OPIOIDUD'];
    const asked = { labels: part2, implicit: 'all-normal' as const };
    expect(verdict([consent({ type: 'permit' })], asked)).toBe('deny');
    expect(verdict([rule('permit', ['R'])], asked)).toBe('deny');
    expect(verdict([rule('permit', ['SPI'])], asked)).toBe('deny');
    for (const name of ['42CFRPart2', 'ETH', 'SUD', 'ETHUD', 'OPIOIDUD']) {
      expect(verdict([rule('permit', [name])], asked)).toBe('permit c1');
      expect(permits([name], ['PART2'])).toBe(true);
    }
  });

  it('may be named by the rule or by one around it', () => {
    const exception = { type: 'permit', securityLabel: [label('SUD')] };
    const asked = { labels: ['PART2'], implicit: 'all-normal' as const };
    expect(verdict([consent({ type: 'permit', provision: [exception] })], asked)).toBe('permit c1');
    expect(verdict([consent({ type: 'deny', provision: [exception] })], asked)).toBe('permit c1');
    expect(verdict([consent({ ...exception, provision: [{ type: 'permit' }] })], asked)).toBe('permit c1');
    expect(verdict([consent({ type: 'permit', provision: [{ type: 'permit' }] })], asked)).toBe('deny');
  });

  it('are denied by a consent against substance use', () => {
    expect(denies(['SUD'], ['PART2'])).toBe(true);
    expect(denies(['42CFRPart2'], ['SUD'])).toBe(false);
  });
});
