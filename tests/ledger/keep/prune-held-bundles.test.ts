import { expect, test } from 'vitest';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { holdRecord } from '../../../src/ledger/keep/hold-record.ts';
import {
  HoldMissingError,
  HoldsChangedError,
  removeBundles,
} from '../../../src/ledger/keep/prune-bundles.ts';
import { growingLog, twoOldOneYoung } from './growing-log.ts';
import { sampleHold } from './sample-hold.ts';
import { NOW, YEAR } from './seven-years.ts';

const HOLD = sampleHold();

test('a hold keeps what it covers, with its head, and nothing else; lifted, it keeps nothing', async () => {
  const { plan } = await twoOldOneYoung();
  expect(await plan([HOLD])).toMatchObject({ toRecord: [1], held: [0] });
  expect(await plan([{ ...HOLD, names: ['p2'] }])).toMatchObject({ toRecord: [1], held: [0] });
  expect(await plan([{ ...HOLD, names: null }])).toMatchObject({ toRecord: [1], held: [0] });
  expect(await plan([{ ...HOLD, tenant: 'lakeside' }])).toMatchObject({ toRecord: [0, 1], held: [] });
  expect(await plan([])).toMatchObject({ toRecord: [0, 1], held: [] });
});

test('a batch over several bundles is held as a whole', async () => {
  const { log, time, at, beats, open, plan } = growingLog();
  const chain = await open();
  const own = Array.from({ length: 600 }, (_, n) => at({ subjects: [{ subject: `q${n}`, groups: [] }] }));
  log.append(chain.seal('records', own), chain.seal('close', []));
  time.now = NOW - YEAR;
  log.append(...beats(await open(), 300));
  expect(await plan([{ ...HOLD, names: ['q1'] }])).toMatchObject({ toRecord: [], held: [0, 1] });
});

test('a hold that stands on record only stops everything: the holds were lost, or restored from before', async () => {
  const { log, plan, young, time } = await twoOldOneYoung();
  const act = (operation: 'legal_hold_set' | 'legal_hold_lifted') => {
    const about = { id: 'r', time: new Date(time.now).toISOString(), actor: 'a', client: 'c', subject: 'p1' };
    log.append(young.seal('records', [encodeRecord(holdRecord({ ...about, operation }, HOLD))]));
  };
  act('legal_hold_set');
  await expect(plan([])).rejects.toThrow(HoldMissingError);
  expect(await plan([HOLD])).toMatchObject({ toRecord: [1], held: [0] });
  act('legal_hold_lifted');
  expect(await plan([])).toMatchObject({ toRecord: [0, 1] });
});

test('a hold set meanwhile stops the removal, and the next run leaves alone what it covers', async () => {
  const { log, plan, record, young } = await twoOldOneYoung();
  record(young, (await plan()).named);
  const { ready } = await plan();
  const looks: number[] = [];
  await expect(removeBundles(log, [1, ...ready], async () => looks.push(1) < 2)).rejects.toThrow(
    HoldsChangedError,
  );
  expect(log.removals).toEqual([log.bundle(1)]);
  expect(await plan([HOLD])).toMatchObject({ ready: [], held: [0] });
});
