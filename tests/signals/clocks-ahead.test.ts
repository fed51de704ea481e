import { describe, expect, it } from 'vitest';
import type { Look } from '../../eval/signals/look.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import { DAY, HOUR, MINUTE, made, NOON, namesOf, scanOf, several } from './made-records.ts';

type Looked = Partial<Look> & Pick<Look, 'time'>;
const AHEAD = 400 * DAY;
const SKEWS = [
  ['by two days', 2 * DAY],
  ['by more than a year', AHEAD],
] as const;

/** In the order given, as the log has them. */
function scan(looks: readonly Looked[], block: unknown = { vips: ['star'] }) {
  const at = scanOf(block);
  const records = looks.flatMap((look, index) =>
    made([look]).map((one) => ({ ...one, id: `${index}-${one.id}`, request: `${index}-${one.request}` })),
  );
  const over = records.flatMap((record) => [...at.observe(record)]);
  return { over, open: at.open() };
}
const star = (actor: string, time: number, more: Partial<Look> = {}) => ({
  ...{ actor, time, patients: ['star'] },
  ...more,
});
const told = ({ id, severity, from, to, clocks }: SignalFinding) => ({ id, severity, from, to, clocks });
const from = (time: number) => new Date(time).toISOString();

describe.each(SKEWS)('a gateway whose clock ran ahead %s', (_words, ahead) => {
  it('hides nobody who looks at a watched patient, and delays no clock', () => {
    const skewed = ['a', 'b', 'c'].map((actor) => star(actor, NOON + ahead));
    const control = scan([star('curious', NOON)]).open;
    expect(control).toHaveLength(1);
    expect(scan([...skewed, star('curious', NOON)]).open.map(told)).toEqual(control.map(told));
    const own = scan([star('curious', NOON + ahead), star('curious', NOON)]);
    expect(own.over.map((one) => one.from)).toEqual([from(NOON + ahead)]);
    expect(own.open.map(told)).toEqual(control.map(told));
  });

  it('keeps nothing open that is over', () => {
    const { over } = scan([star('a', NOON + ahead), star('b', NOON), { time: NOON + 2 * DAY }]);
    expect(over.map(({ actor }) => actor)).toContain('b');
  });

  it('makes nobody’s network known, nor hides that two are used', () => {
    const days = several(10, (at) => ({ time: NOON + at * DAY, network: 'ward' }));
    const night = { time: NOON + 10 * DAY + 14 * HOUR, network: 'elsewhere' };
    const names = (looks: readonly Looked[]) => {
      const { over, open } = scan(looks, {});
      return namesOf([...over, ...open]);
    };
    expect(names([...days, night])).toEqual(['off-hours-network']);
    expect(names([...days, { time: NOON + ahead + 10 * DAY, network: 'elsewhere' }, night])).toContain(
      'off-hours-network',
    );
    const back = several(12, (at) => ({
      time: NOON + 10 * DAY + at * MINUTE,
      network: at % 2 === 0 ? 'ward' : 'elsewhere',
    }));
    expect(names([...days, { time: NOON + ahead + 10 * DAY, network: 'elsewhere' }, ...back])).toContain(
      'two-networks',
    );
  });

  it('hides no insights that are withheld', () => {
    const asked = several(100, (at) => ({ time: NOON + at * 20_000, insight: 'withheld' as const }));
    const skewed = { time: NOON + ahead, insight: 'withheld' as const };
    const { over, open } = scan([skewed, ...asked, { time: NOON + HOUR }], {});
    expect(namesOf([...over, ...open])).toEqual(['insight-withheld-spike']);
  });
});

describe('what is usual', () => {
  const day = (number: number, count: number) =>
    several(count, (at) => ({
      time: NOON + number * DAY + at * 10_000,
      actor: `nurse-${number % 6}`,
      patients: [`p${at}`],
    }));
  const quiet = several(24, (number) => day(number, 8)).flat();

  it('stays known though a clock ran ahead for a moment', () => {
    const found = (looks: readonly Looked[]) => {
      const { over, open } = scan(looks, {});
      return namesOf([...over, ...open]);
    };
    const skewed = { time: NOON + AHEAD, actor: 'other' };
    expect(found([...quiet, ...day(24, 60)])).toEqual(['many-patients']);
    expect(found([...quiet, skewed, ...day(24, 60)])).toEqual(['many-patients']);
  });
});

describe('a record that comes late', () => {
  it('is no clock that ran ahead', () => {
    const known = [star('nurse', NOON - 3 * DAY), star('nurse', NOON)];
    const { evidence } = scan(known).open[0] ?? { evidence: null };
    const late = scan([...known, star('nurse', NOON - MINUTE)]).open[0];
    expect(late?.from).toBe(scan(known).open[0]?.from);
    expect(late?.evidence.sightings).toBe((evidence?.sightings ?? 0) + 1);
    const care = ['nurse', 'doctor', 'clerk'].map((actor) => star(actor, NOON));
    expect(scan([...care, star('coder', NOON - MINUTE)]).open).toEqual([]);
  });

  it('counts what was seen before it', () => {
    const browsed = several(130, (at) => ({ time: NOON + at * 1_000, patients: [`p${at}`] }));
    const late = several(10, (at) => ({ time: NOON + at * 1_000, patients: [`q${at}`] }));
    const { open } = scan([...browsed.slice(0, 60), ...late, ...browsed.slice(60)], {});
    expect(open[0]?.evidence.measured).toBe(140);
  });
});
