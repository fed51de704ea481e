import { describe, expect, it } from 'vitest';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { DAY, findingsOf, HOUR, MINUTE, made, NOON, namesOf, several } from './made-records.ts';

describe('cross-tenant', () => {
  const theirs = several(20, (at) => ({
    time: NOON - DAY,
    tenant: 'south',
    actor: 'x',
    patients: [`q${at}`],
  }));
  const asked = (ids: readonly string[]) =>
    ids.map((id, at) => ({ time: NOON + at * HOUR, patients: [], strangers: [id] }));

  it('is found where ids are those of another tenant’s patients', () => {
    expect(namesOf(findingsOf(made([...theirs, ...asked(['q1', 'q2', 'q3'])])))).toEqual(['cross-tenant']);
  });

  it('is not, where ids are nobody’s, the same one, too few, or the other tenant’s own work', () => {
    expect(findingsOf(made([...theirs, ...asked(['x1', 'x2', 'x3'])]))).toEqual([]);
    expect(findingsOf(made([...theirs, ...asked(['q1', 'q1', 'q1'])]))).toEqual([]);
    expect(findingsOf(made([...theirs, ...asked(['q1', 'q2'])]))).toEqual([]);
    expect(findingsOf(made(theirs), { vips: ['q1'] })).toEqual([]);
  });
});

describe('patients who are watched over', () => {
  const found = (looks: Parameters<typeof made>[0], block: unknown = { vips: ['star'] }) =>
    findingsOf(made(looks), block).map(({ detector, severity, actor, subject }) => [
      detector,
      severity,
      actor,
      subject,
    ]);
  const look = (actor: string, minutes: number, more = {}) => ({
    time: NOON + minutes * MINUTE,
    actor,
    patients: ['star'],
    ...more,
  });

  it('are found where somebody reads them alone', () => {
    expect(found([look('nurse', 0)])).toEqual([['vip-access', 'MEDIUM', 'nurse', 'star']]);
  });

  it('are not, once three people read them: that is care', () => {
    const pay = { purpose: 'HPAYMT' };
    expect(found([look('nurse', 0), look('doctor', 30), look('clerk', 60)])).toEqual([]);
    expect(found([look('nurse', 0), look('doctor', 30)])).toHaveLength(2);
    expect(
      found([look('nurse', 0), look('doctor', 30), look('clerk', 60), look('coder', 20 * 1_440, pay)]),
    ).toEqual([]);
    expect(
      found([look('nurse', 0), look('doctor', 30), look('clerk', 60), look('coder', 40 * 1_440, pay)]),
    ).toHaveLength(1);
  });

  it('are found through a glass and refused, whoever else reads them', () => {
    const care = [look('nurse', 0), look('doctor', 30), look('clerk', 60)];
    const glass = look('curious', 90, { opens: 'g', through: 'g' });
    expect(found([...care, glass])).toEqual([['vip-access', 'HIGH', 'curious', 'star']]);
    const first = look('curious', 0, { opens: 'g', through: 'g' });
    expect(found([first, look('nurse', 30), look('doctor', 60), look('clerk', 90)])).toEqual([
      ['vip-access', 'HIGH', 'curious', 'star'],
    ]);
    const refused = look('curious', 90, { patients: [], strangers: ['star'] });
    expect(found([...care, refused])).toEqual([['vip-access', 'HIGH', 'curious', 'star']]);
  });

  it('are expected for days after care, and for a month where it is for payment', () => {
    const care = [look('nurse', 0), look('doctor', 30), look('clerk', 60)];
    const coded = (days: number, purpose: string) =>
      found([...care, look('coder', days * 1_440, { purpose })]).length;
    expect([coded(2, 'TREAT'), coded(5, 'TREAT'), coded(20, 'HPAYMT'), coded(40, 'HPAYMT')]).toEqual([
      0, 1, 0, 1,
    ]);
  });

  it('are nobody’s aim where they stand in a list of many', () => {
    const list = several(10, (at) => `p${at}`);
    expect(found([look('nurse', 0, { patients: [...list, 'star'] })])).toEqual([]);
    expect(found([look('nurse', 0, { patients: [...list.slice(0, 8), 'star'] })])).toHaveLength(1);
  });

  it('may read their own record, or have it read for them, which is no look and no care', () => {
    const own = { role: 'PATIENT', purpose: 'PATRQT' };
    const family = [
      look('star-herself', 0, own),
      look('mother', 1, { ...own, role: 'PROXY' }),
      look('portal', 2, { ...own, role: 'SYSTEM' }),
    ];
    expect(found(family)).toEqual([]);
    expect(found([...family, look('curious', 60)])).toEqual([['vip-access', 'MEDIUM', 'curious', 'star']]);
    const withheld = made([look('star-herself', 0, { ...own, refused: ['Note.text'] })]).map(onlyRefused);
    expect(findingsOf(withheld, { vips: ['star'] })).toEqual([]);
    const tried = made([look('curious', 0, { refused: ['Note.text'] })]).map(onlyRefused);
    expect(findingsOf(tried, { vips: ['star'] }).map(({ severity }) => severity)).toEqual(['HIGH']);
    expect(found([look('stranger', 0, { ...own, patients: [], strangers: ['star'] })])).toEqual([
      ['vip-access', 'HIGH', 'stranger', 'star'],
    ]);
    expect(found([look('nurse', 0, own)], { colleagues: { nurse: 'star' } })).toEqual([]);
  });

  it('may be colleagues, and oneself', () => {
    const block = { colleagues: { nurse: 'star' } };
    expect(found([look('other', 0)], block)).toEqual([['colleague-access', 'MEDIUM', 'other', 'star']]);
    expect(found([look('nurse', 0)], block)).toEqual([['colleague-access', 'LOW', 'nurse', 'star']]);
    expect(found([look('other', 0, { patients: ['p9'] })], block)).toEqual([]);
  });
});

/** What was asked for was refused, and nothing else was asked for. */
function onlyRefused(record: OperationRecord): OperationRecord {
  const isRefused = (shape: number) => record.shapes[shape]?.fields.every(([, , one]) => one === 'DENY');
  return {
    ...record,
    subjects: record.subjects.map(({ subject, groups }) => ({
      subject,
      groups: groups.filter(({ shape }) => isRefused(shape)),
    })),
  };
}

describe('exports of the ledger', () => {
  const act = (actor: string, time: number, name = 'ledger_exported') => ({
    time,
    actor,
    patients: [],
    act: name,
  });
  const block = { exporters: ['auditor'] };
  const found = (looks: Parameters<typeof made>[0]) => namesOf(findingsOf(made(looks), block));

  it('are found of who is no exporter, at night, and again and again', () => {
    expect(found([act('somebody', NOON)])).toEqual(['ledger-export']);
    expect(found([act('somebody', NOON, 'ledger_accounting')])).toEqual(['ledger-export']);
    expect(found([act('auditor', NOON + 12 * HOUR)])).toEqual(['ledger-export']);
    expect(found(several(4, (at) => act('auditor', NOON + at * MINUTE)))).toEqual(['ledger-export']);
  });

  it('are not, of an exporter at work; a question is no export', () => {
    expect(found(several(3, (at) => act('auditor', NOON + at * MINUTE)))).toEqual([]);
    expect(found([act('somebody', NOON, 'ledger_query')])).toEqual([]);
  });
});
