import { describe, expect, it } from 'vitest';
import { generateMonth } from '../../eval/signals/month.ts';
import { DETECTORS } from '../../src/signals/detectors.ts';
import { DETECTOR_NAMES } from '../../src/signals/finding.ts';
import { DAY, findingsOf, HOUR, made, NOON, scanOf, several } from './made-records.ts';

const star = (time: number) => ({ time, patients: ['star'] });
const block = { vips: ['star'] };

describe('a scan', () => {
  it('has each detector once, with the rule that it serves', () => {
    expect(DETECTORS.map(({ name }) => name)).toEqual([...DETECTOR_NAMES]);
    for (const { rule } of DETECTORS) expect(rule).toMatch(/45 CFR 164\./);
    expect(Object.isFrozen(DETECTORS)).toBe(true);
  });

  it('gives the same, wherever it is saved and gone on with', () => {
    const { house, records } = generateMonth({ seed: 7, days: 4, patients: 400, quietDays: 1 });
    const all = [...records()];
    const settings = { vips: house.vips };
    const about = { tenant: 'riverside' };
    const whole = scanOf(settings, about);
    const expected = all.flatMap((record) => whole.observe(record));
    expected.push(...whole.open());
    expect(expected.length).toBeGreaterThan(3);
    let scan = scanOf(settings, about);
    const told = all.flatMap((record, at) => {
      if (at % 4_000 === 1_234) scan = scanOf(settings, { ...about, saved: scan.save() });
      return scan.observe(record);
    });
    expect([...told, ...scan.open()]).toEqual(expected);
  });

  it('goes on for the same tenant only, and with what it saved only', () => {
    const saved = scanOf().save();
    expect(() => scanOf({}, { tenant: 'south', saved })).toThrow(RangeError);
    expect(() => scanOf({}, { saved: '{"tenant":"north"}' })).toThrow();
  });

  it('keeps no more, however much it sees', () => {
    const scan = scanOf();
    const size = (from: number) => {
      for (const record of made(
        several(20_000, (at) => ({
          time: NOON + (from + at) * 1_000,
          actor: `a${at % 50}`,
          patients: [`p${at % 400}`],
        })),
      ))
        scan.observe(record);
      return scan.save().length;
    };
    const first = size(0);
    size(20_000);
    expect(size(40_000)).toBeLessThan(first * 1.1);
  });

  it('tells what belongs together as one finding, and after a quiet day another', () => {
    expect(findingsOf(made([star(NOON), star(NOON + HOUR), star(NOON + 20 * HOUR)]), block)).toHaveLength(1);
    const two = findingsOf(made([star(NOON), star(NOON + 20 * DAY)]), block);
    expect(two).toHaveLength(2);
    expect(new Set(two.map(({ id }) => id)).size).toBe(2);
  });

  it('names a finding alike, whenever it is found', () => {
    const [first] = findingsOf(made([star(NOON)]), block);
    const [again] = findingsOf(made([{ time: NOON - DAY }, star(NOON), star(NOON + HOUR)]), block);
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(again?.id).toBe(first?.id);
  });

  it('tells nothing that ended before it was asked from, and learns from it', () => {
    const scan = scanOf(block, { since: NOON + DAY });
    const told = made([star(NOON), star(NOON + 3 * DAY)]).flatMap((record) => scan.observe(record));
    expect(told).toEqual([]);
  });

  it('starts clocks with the record that showed it, as the tenant wants them', () => {
    const [finding] = findingsOf(made([star(NOON)]), block);
    expect(finding?.clocks.map(({ due }) => due)).toEqual([
      '2026-01-08T12:00:00.000Z',
      '2026-03-06T12:00:00.000Z',
    ]);
    const [other] = findingsOf(made([star(NOON)]), { ...block, clocks: ['GDPR'] });
    expect(other?.clocks).toHaveLength(1);
  });

  it('holds ids, counts and constants alone', () => {
    const [finding] = findingsOf(made([star(NOON)]), block);
    expect(finding).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      detector: 'vip-access',
      severity: 'MEDIUM',
      tenant: 'north',
      actor: 'nurse',
      subject: 'star',
      from: '2026-01-05T12:00:00.000Z',
      to: '2026-01-05T12:00:00.000Z',
      evidence: { records: ['r1'], sightings: 1, measured: 1, allowed: 0 },
      clocks: [
        { rule: expect.any(String), due: expect.any(String) },
        { rule: expect.any(String), due: expect.any(String) },
      ],
    });
  });

  it('passes over a record whose time cannot be read', () => {
    const [record] = made([star(NOON)]);
    if (record === undefined) throw new Error('no record');
    expect(findingsOf([{ ...record, time: 'never' }], block)).toEqual([]);
  });
});
