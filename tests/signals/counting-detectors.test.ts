import { describe, expect, it } from 'vitest';
import { DAY, findingsOf, HOUR, MINUTE, made, NOON, namesOf, several } from './made-records.ts';

const browsing = (count: number, time = NOON, actor = 'nurse') =>
  several(count, (at) => ({ time: time + at * 10_000, actor, patients: [`p${at}`] }));

describe('many patients within an hour', () => {
  it('are found, with who, when, which records, and what is due', () => {
    const [finding, ...others] = findingsOf(made(browsing(200)), { patientsPerHour: 40 });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      detector: 'many-patients',
      severity: 'MEDIUM',
      tenant: 'north',
      actor: 'nurse',
      from: '2026-01-05T12:00:00.000Z',
      evidence: { measured: 200, allowed: 120 },
    });
    expect(finding?.clocks.map(({ rule }) => rule.split(' ')[0])).toEqual(['GDPR', '45']);
    expect(finding?.evidence.records[0]).toBe('r121');
  });

  it('are found by all purposes together, where each by itself is below what is allowed', () => {
    const purposes = ['TREAT', 'COC', 'CAREMGT'];
    const split = purposes.flatMap((purpose, index) =>
      several(110, (at) => ({
        ...{ purpose, patients: [`${purpose}-${at}`] },
        time: NOON + index * 15 * MINUTE + at * 1_000,
      })),
    );
    const [finding, ...others] = findingsOf(made(split));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ detector: 'many-patients', evidence: { measured: 330, allowed: 120 } });
    expect(finding?.severity).toBe('HIGH');
    expect(findingsOf(made(split.slice(0, 110)))).toEqual([]);
  });

  it('are not, where the same ones come again and again, or over hours', () => {
    const again = several(400, (at) => ({ time: NOON + at * 5_000, patients: [`p${at % 20}`] }));
    const slowly = several(400, (at) => ({ time: NOON + at * MINUTE, patients: [`p${at}`] }));
    expect(findingsOf(made(again))).toEqual([]);
    expect(findingsOf(made(slowly))).toEqual([]);
  });

  it('are measured by what is usual for the role once that is known', () => {
    const day = (number: number, count: number) =>
      browsing(count, NOON + number * DAY, `nurse-${number % 6}`);
    const weeks = several(24, (number) => day(number, 60)).flat();
    expect(namesOf(findingsOf(made([...weeks, ...day(24, 110)])))).toEqual([]);
    expect(namesOf(findingsOf(made([...weeks, ...day(24, 240)])))).toEqual(['many-patients']);
    const quiet = several(24, (number) => day(number, 8)).flat();
    expect(namesOf(findingsOf(made([...quiet, ...day(24, 60)])))).toEqual(['many-patients']);
  });

  it('are an actor’s own habit after some days, and nobody else’s', () => {
    const pulls = several(10, (number) => browsing(300, NOON + number * DAY, 'head')).flat();
    const others = several(40, (number) => browsing(10, NOON + number * 6 * HOUR, `n${number % 8}`)).flat();
    const last = (actor: string) => browsing(300, NOON + 11 * DAY, actor);
    const on = (actor: string) =>
      findingsOf(made([...pulls, ...others, ...last(actor)])).filter(
        ({ from }) => from > new Date(NOON + 10.5 * DAY).toISOString(),
      );
    expect(on('head')).toEqual([]);
    expect(on('n1')).toHaveLength(1);
  });
});

describe('a burst of denials', () => {
  it('is found where ids are tried', () => {
    const tried = several(40, (at) => ({ time: NOON + at * 10_000, patients: [], strangers: [`x${at}`] }));
    expect(namesOf(findingsOf(made(tried)))).toEqual(['denial-burst']);
  });

  it('is found where fields are tried', () => {
    const tried = several(40, (at) => ({ time: NOON + at * 10_000, refused: [`Patient.f${at}`] }));
    expect(namesOf(findingsOf(made(tried)))).toEqual(['denial-burst']);
  });

  it('is not, where a page asks for the same thing too much all day', () => {
    const page = several(500, (at) => ({
      time: NOON + at * 5_000,
      patients: [`p${at % 20}`],
      refused: ['Patient.ssn', 'Claim.total'],
    }));
    expect(findingsOf(made(page))).toEqual([]);
  });
});

describe('glasses', () => {
  const opened = (count: number) =>
    several(count, (at) => ({ time: NOON + at * 30 * MINUTE, opens: `g${at}`, through: `g${at}` }));

  it('are found where one actor opens one after the other', () => {
    expect(namesOf(findingsOf(made(opened(4)), { glassesPerDay: 3 }))).toEqual(['break-glass-spike']);
    expect(findingsOf(made(opened(3)), { glassesPerDay: 3 })).toEqual([]);
  });

  it('count once, however often one is asked for again', () => {
    const again = several(30, (at) => ({ time: NOON + at * MINUTE, opens: 'g1', through: 'g1' }));
    expect(findingsOf(made(again), { glassesPerDay: 1 })).toEqual([]);
  });
});

describe('insights', () => {
  const asked = (count: number, insight: 'given' | 'withheld') =>
    several(count, (at) => ({ time: NOON + at * 20_000, insight }));
  const later = { time: NOON + HOUR };

  it('that are withheld one after the other are found, of the tenant and not of a person', () => {
    const [finding, ...others] = findingsOf(made([...asked(100, 'withheld'), later]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ detector: 'insight-withheld-spike', actor: null, clocks: [] });
  });

  it('that are given are nothing', () => {
    expect(findingsOf(made([...asked(100, 'given'), later]))).toEqual([]);
  });
});
