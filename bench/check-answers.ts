import { isDeepStrictEqual } from 'node:util';
import { type Answer, ask, countLeaves } from './ask.ts';
import type { ServerProcess } from './server-process.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/**
 * Contestants that see everything must give the same data before anything is measured.
 * @returns leaves of each workload's answer.
 * @throws when an answer differs, or has errors.
 */
export async function checkAnswers(
  servers: readonly ServerProcess[],
): Promise<Record<Workload['name'], number>> {
  const leaves = { W1: 0, W2: 0, W3: 0 };
  for (const workload of WORKLOADS) {
    const answers = await Promise.all(
      servers
        .filter(({ name }) => name !== 'masked')
        .map(async (server) => ({ name: server.name, answer: await ask(server, workload) })),
    );
    const [expected] = answers;
    if (expected === undefined) throw new Error('nobody to compare');
    for (const { name, answer } of answers) {
      if (isSameAnswer(expected.answer, answer)) continue;
      throw new Error(`${workload.name}: ${name} does not answer as ${expected.name} does`);
    }
    leaves[workload.name] = countLeaves(expected.answer.data);
  }
  return leaves;
}

/** Whether both are whole: data, the same of it, and no errors. */
export function isSameAnswer(expected: Answer, answer: Answer): boolean {
  return (
    answer.errors === undefined && answer.data !== undefined && isDeepStrictEqual(answer.data, expected.data)
  );
}
