import type { Answered } from '../../support/answered.ts';
import type { TestGateway } from '../../support/running-gateway.ts';

/** Operations are bounded in tokens; so many aliases fit. */
const MOST = 120;

/** One root field with many ids, in as few operations as fit. */
export async function askMany(
  gateway: TestGateway,
  token: string,
  field: 'patient' | 'node',
  ids: readonly string[],
  selection = 'id',
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (let at = 0; at < ids.length; at += MOST) {
    const aliases = ids
      .slice(at, at + MOST)
      .map((id, index) => `a${index}: ${field}(id: ${JSON.stringify(id)}) { ${selection} }`);
    answers.push(await gateway.ask(token, `{ ${aliases.join(' ')} }`, { headers }));
  }
  return answers;
}

/** The values of all aliases, in order. */
export function valuesOf(answers: readonly Answered[]): readonly unknown[] {
  return answers.flatMap(({ body }) => Object.values(body?.data ?? {}));
}
