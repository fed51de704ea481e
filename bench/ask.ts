import { z } from 'zod';
import type { ServerProcess } from './server-process.ts';
import type { Workload } from './workloads.ts';

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.unknown()).optional(),
});

export type Answer = z.output<typeof Answer>;

/** One answer of one contestant, as any client would ask for it. */
export async function ask(server: ServerProcess, workload: Workload): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: server.authorization },
    body: bodyOf(workload),
  });
  return Answer.parse(await response.json());
}

export function bodyOf({ query, variables }: Workload): string {
  return JSON.stringify({ query, variables });
}

/** Every scalar in an answer's data. */
export function countLeaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countLeaves(item), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, item) => sum + countLeaves(item), 0);
}
