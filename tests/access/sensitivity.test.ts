import { describe, expect, it } from 'vitest';
import { meansLabel, opensLabel } from '../../src/access/sensitivity.ts';

const SUBSTANCE_USE = ['ETH', 'SUD', 'ETHUD', 'OPIOIDUD'];

describe('opensLabel', () => {
  it('opens what is named, and nothing where nothing is named', () => {
    expect(opensLabel(['HIV'], 'HIV')).toBe(true);
    expect(opensLabel(['HIV'], 'STD')).toBe(false);
    expect(opensLabel([], 'HIV')).toBe(false);
  });

  it('opens what stands below a name, never what stands above it', () => {
    for (const below of ['BH', 'COGN', 'DVD', 'EMOTDIS', 'MH', 'PSY', 'SUD', 'ETHUD', 'OPIOIDUD']) {
      expect([below, opensLabel(['SPI'], below)]).toEqual([below, true]);
      expect([below, opensLabel([below], 'SPI')]).toEqual([below, false]);
    }
    expect(opensLabel(['BH'], 'COGN')).toBe(true);
    expect(opensLabel(['BH'], 'PSY')).toBe(false);
    expect(opensLabel(['MH'], 'PSY')).toBe(false);
    expect(opensLabel(['SPI'], 'HIV')).toBe(false);
  });

  it('opens psychotherapy notes by their own name only', () => {
    expect(opensLabel(['SPI', 'BH', 'PSY', 'MH'], 'PSYTHPN')).toBe(false);
    expect(opensLabel(['PSYTHPN'], 'PSYTHPN')).toBe(true);
    expect(opensLabel(['PSYTHPN'], 'PSY')).toBe(false);
  });

  it('takes substance use for one group, whichever of its labels is named', () => {
    for (const named of SUBSTANCE_USE) {
      for (const label of SUBSTANCE_USE)
        expect([named, label, opensLabel([named], label)]).toEqual([named, label, true]);
      expect([named, opensLabel([named], 'PART2')]).toEqual([named, false]);
    }
    expect(opensLabel(['SPI'], 'ETH')).toBe(true);
  });

  it('takes CEL and VIP for one', () => {
    expect(opensLabel(['CEL'], 'VIP')).toBe(true);
    expect(opensLabel(['VIP'], 'CEL')).toBe(true);
    expect(opensLabel(['EMP'], 'VIP')).toBe(false);
  });

  it('keeps R and V apart', () => {
    expect(opensLabel(['R'], 'R')).toBe(true);
    expect(opensLabel(['R'], 'V')).toBe(false);
    expect(opensLabel(['V'], 'R')).toBe(false);
  });

  it.each(['NOSUCH', '', '42CFRPart2', '__proto__', 'constructor', 'toString', 'hiv'])(
    'opens no label it does not know: %j',
    (label) => {
      expect(opensLabel(['SPI', 'HIV', 'R', 'PART2', 'CEL'], label)).toBe(false);
    },
  );

  it('never opens UNKNOWN, even where a schema names it', () => {
    expect(opensLabel(['UNKNOWN'], 'UNKNOWN')).toBe(false);
  });
});

describe('meansLabel', () => {
  it('has SPI mean psychotherapy notes too: a denial of SPI covers them', () => {
    expect(meansLabel(['SPI'], 'PSYTHPN')).toBe(true);
  });

  it('is otherwise what a grant opens', () => {
    expect(meansLabel(['ETH'], 'OPIOIDUD')).toBe(true);
    expect(meansLabel(['HIV'], 'STD')).toBe(false);
    expect(meansLabel(['UNKNOWN'], 'UNKNOWN')).toBe(false);
  });
});
