import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyLoad } from '../../bench/apply-load.ts';
import { ask, bodyOf, countLeaves } from '../../bench/ask.ts';
import { checkAnswers, isSameAnswer } from '../../bench/check-answers.ts';
import type { ContestantName } from '../../bench/contestants.ts';
import { executeInProcess } from '../../bench/execute-in-process.ts';
import { ServerProcess } from '../../bench/server-process.ts';
import { WORKLOADS } from '../../bench/workloads.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';

const NAMES: readonly ContestantName[] = ['apollo', 'shield', 'phield', 'masked'];
const servers = new Map<ContestantName, ServerProcess>();

function server(name: ContestantName): ServerProcess {
  const found = servers.get(name);
  if (found === undefined) throw new Error(`${name} did not start`);
  return found;
}

describe('the contestants', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    for (const one of await Promise.all(NAMES.map((name) => ServerProcess.start(name)))) {
      servers.set(one.name, one);
    }
  }, 30_000);
  afterAll(async () => {
    await Promise.all([...servers.values()].map((one) => one.stop()));
  });

  test('give the same answers, with as many leaves as claimed', async () => {
    expect(await checkAnswers([...servers.values()])).toEqual({ W1: 21, W2: 1050, W3: 2000 });
  });

  test('are not taken for equal when one answers otherwise', async () => {
    const [apollo, masked] = [server('apollo'), server('masked')];
    const liar = new Proxy(masked, {
      get: (target, property) => (property === 'name' ? 'phield' : Reflect.get(target, property, target)),
    });
    await expect(checkAnswers([apollo, liar])).rejects.toThrow('phield does not answer as apollo does');
  });

  test('a masked answer has values, and fewer of them', async () => {
    for (const workload of WORKLOADS) {
      const [whole, masked] = await Promise.all([
        ask(server('phield'), workload),
        ask(server('masked'), workload),
      ]);
      expect(countLeaves(masked.data)).toBeGreaterThan(0);
      expect(JSON.stringify(whole.data)).toContain('Synthetic-0');
      expect(JSON.stringify(masked.data)).not.toContain('Synthetic-0');
    }
  });

  test('answer every request of a load, and their processor time is counted', async () => {
    const [workload] = WORKLOADS;
    if (workload === undefined) throw new Error('no workload');
    const load = { connections: 4, amount: 40 };
    const result = await applyLoad(server('phield'), bodyOf(workload), load);
    expect(result.requests).toBe(40);
    expect(result.cpuMs).toBeGreaterThan(0);
    expect(result.p99).toBeGreaterThanOrEqual(result.p50);
    await expect(applyLoad(server('phield'), '{"query":"{"}', load)).rejects.toThrow('40 failed answers');
  });
});

test.each(WORKLOADS)('$name: the record has one event per PHI field claimed', async (workload) => {
  const directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
  const { recordOf } = await executeInProcess(directory);
  const record = await recordOf(parse(workload.query), workload.variables);
  await rm(directory, { recursive: true });
  expect(record === null ? 0 : [...expandRecord(record)].length).toBe(workload.phiFields);
});

test('answers are the same only when both are whole and equal', () => {
  const whole = { data: { patient: { id: 'Patient/a', names: ['x', 'y'] } } };
  expect(isSameAnswer(whole, structuredClone(whole))).toBe(true);
  expect(isSameAnswer(whole, { data: { patient: { id: 'Patient/a', names: ['y', 'x'] } } })).toBe(false);
  expect(isSameAnswer(whole, { data: { patient: { id: 'Patient/a' } } })).toBe(false);
  expect(isSameAnswer(whole, { ...whole, errors: [{}] })).toBe(false);
  expect(isSameAnswer({}, {})).toBe(false);
});
