import { describe, expect, it } from 'vitest';
import { DAY, findingsOf, HOUR, MINUTE, made, NOON, namesOf, several } from './made-records.ts';

/** A house of six, in the daytime, from its own networks. */
const everyday = (days: number) =>
  several(days * 6 * 4, (at) => {
    const [day, person, hour] = [Math.floor(at / 24), at % 6, Math.floor((at % 24) / 6)];
    return {
      time: NOON + day * DAY + (hour - 2) * HOUR + person * MINUTE,
      actor: person === 0 ? 'nurse' : `other-${person}`,
      network: hour % 2 === 0 ? 'ward' : 'clinic',
    };
  });
const NIGHT = NOON + 10 * DAY + 14 * HOUR;

describe('off-hours from a new network', () => {
  const found = (looks: Parameters<typeof made>[0]) => namesOf(findingsOf(made([...everyday(10), ...looks])));

  it('is found', () => {
    expect(found([{ time: NIGHT, network: 'elsewhere' }])).toEqual(['off-hours-network']);
  });

  it('goes on into the morning as the same finding', () => {
    const looks = several(10, (at) => ({ time: NIGHT + at * HOUR, network: 'elsewhere' }));
    const [finding, ...others] = findingsOf(made([...everyday(10), ...looks]));
    expect(others).toEqual([]);
    expect(finding?.evidence.sightings).toBe(10);
  });

  it.each([
    ['by day', { time: NOON + 10 * DAY, network: 'elsewhere' }],
    ['at night from a network of the house', { time: NIGHT, network: 'clinic' }],
    ['by somebody who has just begun', { time: NIGHT, network: 'elsewhere', actor: 'new' }],
    ['without a look at any patient', { time: NIGHT, network: 'elsewhere', patients: [] }],
  ])('is not: %s', (_what, look) => {
    expect(found([look])).toEqual([]);
  });

  it('is of staff: patients keep no hours, and make no network the house’s', () => {
    const patient = { role: 'PATIENT', purpose: 'PATRQT' };
    const own = several(6, (at) => ({ ...patient, actor: 'p1', time: NOON + at * DAY, network: 'home' }));
    expect(found([...own, { ...patient, actor: 'p1', time: NIGHT, network: 'hotel' }])).toEqual([]);
    for (const role of ['PATIENT', 'SYSTEM']) {
      const used = several(6, (at) => ({
        ...{ role, actor: `p${at}`, network: 'guests' },
        time: NOON + 9 * DAY + at,
      }));
      expect(found([...used, { time: NIGHT, network: 'guests' }])).toEqual(['off-hours-network']);
    }
  });

  it('is not, for who works at such hours', () => {
    const nights = several(3, (at) => ({ time: NIGHT - (6 - at) * DAY, network: 'ward' }));
    expect(found([...nights, { time: NIGHT, network: 'elsewhere' }])).toEqual([]);
  });

  it('is by the tenant’s own time', () => {
    const looks = made([...everyday(10), { time: NOON + 10 * DAY + 8 * HOUR, network: 'elsewhere' }]);
    expect(namesOf(findingsOf(looks))).toEqual(['off-hours-network']);
    expect(namesOf(findingsOf(looks, { timeZone: 'America/New_York' }))).toEqual([]);
  });
});

describe('two networks at once', () => {
  const house = everyday(3);
  const start = NOON + 4 * DAY;
  const between = (networks: readonly string[], count: number, every = MINUTE) =>
    several(count, (at) => ({ time: start + at * every, network: networks[at % networks.length] ?? '' }));
  const phone = several(3, (at) => ({ time: NOON + at * DAY + 1, network: 'mobile' }));
  const found = (looks: Parameters<typeof made>[0]) => namesOf(findingsOf(made([...house, ...looks])));

  it('are found: back and forth', () => {
    expect(found(between(['ward', 'elsewhere'], 12))).toEqual(['two-networks']);
  });

  it('are found though many patients use one of them', () => {
    const guests = several(6, (at) => ({
      ...{ role: 'PATIENT', actor: `p${at}` },
      time: NOON + 3 * DAY + at,
      network: 'guests',
    }));
    expect(found([...guests, ...between(['ward', 'guests'], 12)])).toEqual(['two-networks']);
  });

  it.each([
    [
      'one after the other',
      [...between(['ward'], 5), ...several(5, (at) => ({ time: start + HOUR + at, network: 'vpn' }))],
    ],
    ['among networks of the house', between(['ward', 'clinic'], 40)],
    ['by telephone, as on days before', [...phone, ...between(['ward', 'mobile'], 12)]],
    ['over the day', between(['ward', 'elsewhere'], 12, HOUR)],
    ['two people', several(20, (at) => ({ time: start + at, actor: `a${at % 2}`, network: `n${at % 2}` }))],
  ])('are not: %s', (_what, looks) => {
    expect(found(looks)).toEqual([]);
  });
});
