import { describe, expect, it } from 'vitest';
import { AccessVector } from '../../src/access/access-vector.ts';
import type { ConsentView } from '../../src/access/consent/consent-view.ts';
import type { AccessClass } from '../../src/access/decide.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { glassInForce } from '../../src/access/glass-in-force.ts';
import { SubjectAccess } from '../../src/access/subject-access.ts';
import { subjectFacts } from '../support/subject-facts.ts';
import { accessClass, CLINIC_MODEL, clinicType, NO_CONSENTS, situation } from './clinic-model.ts';

const NOW = 1_000_000;

const FACTS = subjectFacts({ subjectId: 'ada' });

const NOBODY = 0;
const CARE_TEAM = relationshipBit('CARE_TEAM');

interface Met {
  readonly facts?: Partial<SubjectFacts>;
  readonly tied?: number;
  readonly consents?: ConsentView;
  readonly who?: Partial<AccessClass>;
  readonly launchedFor?: string | null;
}

function meet({
  facts = {},
  tied = CARE_TEAM,
  consents = NO_CONSENTS,
  who = {},
  launchedFor = null,
}: Met = {}) {
  const vector = new AccessVector(CLINIC_MODEL, accessClass(who));
  const met = { ...FACTS, ...facts };
  const glass = glassInForce({ patient: launchedFor }, met, NOW);
  return new SubjectAccess(vector, met, { relationships: tied, consents, glass }, NOW);
}

const patient = clinicType('Patient');
const observation = clinicType('Observation');
const lab = (more: Record<string, unknown> = {}) => ({
  id: 'o',
  subjectId: 'ada',
  rowCategories: ['LAB'],
  ...more,
});

/** What is decided of `name` for a patient's own row. */
const ofName = (subject: SubjectAccess) =>
  subject.tableOf(patient, { id: 'ada' }).decisions[
    patient.fields.find(({ name }) => name === 'name')?.index ?? -1
  ];

describe('a glass', () => {
  const glass = (openedAt: number, expiresAt: number) => ({ id: 'g1', openedAt, expiresAt });

  it.each<[string, number, number, boolean]>([
    ['is in force from the moment it was opened', NOW, NOW + 1, true],
    ['is not in force before', NOW + 1, NOW + 2, false],
    ['is over when it expires', NOW - 1, NOW, false],
    ['is over afterwards', NOW - 2, NOW - 1, false],
  ])('%s', (_when, openedAt, expiresAt, open) => {
    const subject = meet({ tied: NOBODY, facts: { glass: glass(openedAt, expiresAt) } });
    expect(subject.glass).toBe(open ? 'g1' : null);
    expect(ofName(subject)?.reason).toBe(open ? 'BREAK_GLASS' : 'RELATIONSHIP');
    expect(subject.row(patient, { id: 'ada' }) !== null).toBe(open);
  });

  it('opens only the patient that the token was launched for', () => {
    const facts = { glass: glass(0, NOW + 1) };
    expect(meet({ tied: NOBODY, facts, launchedFor: 'ada' }).row(patient, { id: 'ada' })).not.toBeNull();
    expect(meet({ tied: NOBODY, facts, launchedFor: 'ben' }).row(patient, { id: 'ada' })).toBeNull();
  });

  it('opens nobody who does not exist', () => {
    const subject = meet({ tied: NOBODY, facts: { exists: false, glass: glass(0, NOW + 1) } });
    expect(subject.row(patient, { id: 'ada' })).toBeNull();
    expect(subject.find(patient, { id: 'ada' })).toBeNull();
  });
});

describe('a patient who does not exist', () => {
  it('has no rows, whatever is said of them', () => {
    const said = { ...situation(CARE_TEAM), glass: 'g1' };
    const vector = new AccessVector(CLINIC_MODEL, accessClass());
    const nobody = new SubjectAccess(vector, { ...FACTS, exists: false }, said, NOW);
    expect(nobody.row(patient, { id: 'ada' })).toBeNull();
    expect(nobody.find(patient, { id: 'ada' })).toBeNull();
    const somebody = new SubjectAccess(vector, FACTS, said, NOW);
    expect(somebody.row(patient, { id: 'ada' })).not.toBeNull();
  });
});

describe('labels of the patient', () => {
  it('hold for every row, labelled or not', () => {
    expect(meet({ facts: { labels: ['PSY'] } }).row(observation, lab())).toBeNull();
    expect(meet({ facts: { labels: ['HIV'] } }).row(observation, lab())).not.toBeNull();
    expect(meet({ facts: { labels: ['PSY'] } }).row(observation, lab({ labels: ['HIV'] }))).toBeNull();
    expect(meet({ facts: { labels: ['HIV'] } }).row(observation, lab({ labels: ['PSY'] }))).toBeNull();
  });

  it('and of rows are of that patient and row alone', () => {
    const vector = new AccessVector(CLINIC_MODEL, accessClass());
    const of = (labels: readonly string[]) =>
      new SubjectAccess(vector, { ...FACTS, labels }, situation(CARE_TEAM), NOW);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(of([]).row(observation, lab())).not.toBeNull();
      expect(of(['PSY']).row(observation, lab())).toBeNull();
      expect(of(['HIV']).row(observation, lab())).not.toBeNull();
      expect(of([]).row(observation, lab({ labels: ['PSY'] }))).toBeNull();
    }
  });
});

describe('records of one resource', () => {
  it('are told each as they are, and noted once', () => {
    const subject = meet();
    const [one, other] = [lab({ text: 'one' }), lab({ text: 'other' })];
    const [first, second] = [subject.row(observation, one), subject.row(observation, other)];
    expect([first?.record, second?.record]).toEqual([one, other]);
    expect(subject.row(observation, one)).toBe(first);
    second?.resolve(0);
    expect(first?.hasSeen(0)).toBe(true);
    expect([...subject.rows]).toEqual([first]);
  });

  it('are decided each by its own labels and categories', () => {
    const subject = meet();
    expect(subject.row(observation, lab())).not.toBeNull();
    expect(subject.row(observation, lab({ labels: ['PSY'] }))).toBeNull();
    const labelled = subject.row(observation, lab({ labels: ['HIV'] }));
    labelled?.resolve(0);
    expect([...subject.rows].map((row) => [row === labelled, row.hasSeen(0)])).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});

describe('rows with like labels', () => {
  it('are asked about once, unless a consent looks at more of them; and unlike ones each', () => {
    const asked: string[] = [];
    const view = (always: ConsentView['always']): ConsentView => ({
      always,
      decide: (type, { id }, labels) => {
        asked.push(`${type} ${String(id)} ${labels.join('+')}`);
        return { permit: true, consent: String(id) };
      },
    });
    const row = (id: string, ...labels: readonly string[]) => ({ ...lab(), id, labels });
    const alike = meet({ consents: view({ permit: true, consent: null }) });
    for (const record of [row('a', 'HIV'), row('b', 'HIV'), row('c', 'HIV', 'PSY'), row('d', 'HIV+PSY')]) {
      alike.row(observation, record);
      alike.find(observation, record);
    }
    expect(asked).toEqual(['Observation a HIV', 'Observation c HIV+PSY', 'Observation d HIV+PSY']);
    expect(alike.row(observation, row('e', 'HIV'))).not.toBeNull();
    expect(alike.row(observation, row('f', 'HIV+PSY'))).toBeNull();

    asked.length = 0;
    const each = meet({ consents: view(null) });
    expect(each.row(observation, row('a', 'HIV'))?.consent).toBe('a');
    expect(each.row(observation, row('b', 'HIV'))?.consent).toBe('b');
    expect(asked).toHaveLength(2);
  });
});

describe('patients of one class', () => {
  it('share no decisions across consents, glasses or ties', () => {
    const vector = new AccessVector(CLINIC_MODEL, accessClass());
    const reasonOf = (relationships: number, permit: boolean, glass: boolean) => {
      const verdict = { permit, consent: null };
      const consents: ConsentView = { always: verdict, decide: () => verdict };
      const met = { relationships, consents, glass: glass ? 'g1' : null };
      return ofName(new SubjectAccess(vector, FACTS, met, NOW))?.reason;
    };
    for (let turn = 0; turn < 2; turn += 1) {
      expect(reasonOf(CARE_TEAM, true, false)).toBe('GRANT');
      expect(reasonOf(CARE_TEAM, false, false)).toBe('CONSENT');
      expect(reasonOf(CARE_TEAM, false, true)).toBe('BREAK_GLASS');
      expect(reasonOf(NOBODY, true, false)).toBe('RELATIONSHIP');
      expect(reasonOf(NOBODY, true, true)).toBe('BREAK_GLASS');
    }
  });
});

describe('consents', () => {
  const DENIED = { permit: false, consent: 'c1' };
  const PERMITTED = { permit: true, consent: 'c2' };

  it('that look at no row hold for every row, and the row names which', () => {
    const denying = meet({ consents: { always: DENIED, decide: () => PERMITTED } });
    expect(denying.row(observation, lab())).toBeNull();
    const permitting = meet({ consents: { always: PERMITTED, decide: () => DENIED } });
    expect(permitting.row(observation, lab())?.consent).toBe('c2');
  });

  it('that look at rows are asked of each, by its type and with all its labels', () => {
    const asked: unknown[] = [];
    const view: ConsentView = {
      always: null,
      decide: (type, record, labels) => {
        asked.push([type, record.id, labels]);
        return record.id === 'o1' ? DENIED : PERMITTED;
      },
    };
    const subject = meet({ consents: view, facts: { labels: ['HIV'] } });
    expect(subject.row(observation, lab({ id: 'o1' }))).toBeNull();
    expect(subject.row(observation, lab({ id: 'o2' }))).not.toBeNull();
    expect(asked).toEqual([
      ['Observation', 'o1', ['HIV']],
      ['Observation', 'o2', ['HIV']],
    ]);
  });

  it('are asked of a labelled row even if they say the same of every other', () => {
    const view: ConsentView = { always: PERMITTED, decide: () => DENIED };
    expect(meet({ consents: view }).row(observation, lab({ labels: ['HIV'] }))).toBeNull();
  });

  it('tell two readings of one record apart', () => {
    const view: ConsentView = { always: null, decide: (type) => (type === 'Patient' ? DENIED : PERMITTED) };
    const record = { id: 'ada', subjectId: 'ada', rowCategories: ['LAB'] };
    const subject = meet({ consents: view });
    expect(subject.find(observation, record)).not.toBeNull();
    expect(subject.find(patient, record)).toBeNull();
    expect(subject.find(observation, record)).not.toBeNull();
  });

  it('note what they withhold for the ledger, and nothing that was closed anyway', () => {
    const view: ConsentView = { always: DENIED, decide: () => DENIED };
    const subject = meet({ consents: view });
    subject.find(observation, lab());
    subject.find(observation, lab({ id: '' }));
    expect([...subject.withheld]).toEqual([
      { type: 'Observation', id: 'o', reason: 'CONSENT', consent: 'c1' },
    ]);
    const stranger = meet({ consents: view, tied: NOBODY });
    stranger.find(observation, lab());
    expect([...stranger.withheld]).toEqual([]);
  });

  it('and labels are not told: the answer is that of a row without them', () => {
    const closed = meet({ consents: { always: DENIED, decide: () => DENIED } });
    const { told, decisions } = closed.tableOf(observation, lab({ labels: ['PSY'] }));
    const open = meet().tableOf(observation, lab());
    expect(told).toEqual(open.decisions);
    expect(decisions.map(({ decision }) => decision)).not.toContain('PERMIT');
  });
});

describe('a reveal', () => {
  const who: Partial<AccessClass> = {
    narrow: (grants, { coordinate, revealed }) =>
      coordinate === 'Observation.text' && !revealed ? [] : grants,
  };
  const text = observation.fields.find(({ name }) => name === 'text')?.index ?? -1;
  const revealed = (more: Record<string, unknown>) =>
    meet({
      who,
      facts: {
        reveals: [{ coordinate: 'Observation.text', resource: 'Observation/o', expiresAt: NOW + 1, ...more }],
      },
    }).tableOf(observation, lab()).decisions[text]?.decision;

  it('lifts what the tenant took from that field of that row, until it expires', () => {
    expect(revealed({})).toBe('PERMIT');
    expect(revealed({ coordinate: 'Observation.code' })).toBe('DENY');
    expect(revealed({ resource: 'Observation/other' })).toBe('DENY');
    expect(revealed({ resource: 'Patient/o' })).toBe('DENY');
    expect(revealed({ expiresAt: NOW })).toBe('DENY');
  });
});
