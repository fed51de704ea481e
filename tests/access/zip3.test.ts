import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createZip3Rule, zip3Populous } from '../../src/access/zip3.ts';
import { sampleArchive } from '../support/sample-archives.ts';

const PREFIXES = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
const archive = sampleArchive('codesets');

const Sample = z.object({
  hhs_guidance_census2000_17: z.array(z.string()),
  populations_2020: z.record(z.string(), z.number()),
});

describe('zip3Populous', () => {
  // HHS guidance on de-identification, Census 2000.
  const RESTRICTED = '036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893';
  it.each([...RESTRICTED.split(' '), '000', '004', '987', '090', '963'])('withholds %s', (prefix) => {
    expect(zip3Populous(prefix)).toBe(false);
  });

  it.each(['021', '100', '606', '941'])('keeps %s', (prefix) => {
    expect(zip3Populous(prefix)).toBe(true);
  });

  it.each(['', '02', '0213', 'abc', ' 21', '０２１'])('withholds %j, which is no prefix', (prefix) => {
    expect(zip3Populous(prefix)).toBe(false);
  });

  it.skipIf(!existsSync(archive))(
    `keeps only areas of more than 20,000 people at the census of 2020 (needs codesets.tar.gz in PHIELD_SAMPLES)`,
    () => {
      const text = execFileSync('tar', ['xzOf', archive, 'codesets/zip3-safe-harbor.json'], {
        encoding: 'utf8',
      });
      const sample = Sample.parse(JSON.parse(text));
      const kept = PREFIXES.filter(zip3Populous);
      expect(kept.filter((prefix) => (sample.populations_2020[prefix] ?? 0) <= 20_000)).toEqual([]);
      expect(sample.hhs_guidance_census2000_17.filter(zip3Populous)).toEqual([]);
      expect(kept.length).toBeGreaterThan(850);
    },
  );
});

describe('createZip3Rule', () => {
  const table = {
    asOf: '2030-04-01',
    source: ['a newer census'],
    tooFew: ['100-102'],
    tooFewSince: [],
    withoutResidents: [],
    unassigned: ['999'],
  };

  it('follows the table it is given', () => {
    const rule = createZip3Rule(table);
    expect(['099', '100', '101', '102', '103', '999'].filter(rule)).toEqual(['099', '103']);
  });

  it('refuses a table that it cannot read, so that nothing is kept by mistake', () => {
    for (const broken of [
      null,
      {},
      { ...table, tooFew: [] },
      { ...table, tooFew: [36] },
      { ...table, extra: 1 },
    ]) {
      expect(() => createZip3Rule(broken)).toThrow();
    }
  });
});
