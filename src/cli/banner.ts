import type { Config } from '../config.ts';
import { PERSONAS } from '../identity/personas.ts';
import type { RunningGateway } from '../main.ts';
import { DEMO_PERSONAS, DEMO_QUERY_LINE } from './demo-query.ts';
import { personaToken } from './persona-token.ts';

const EIGHT_HOURS = 8 * 3600;

/** What a person sees after `npm start`: where it listens, five questions and what to look at next, all to be pasted. */
export async function printBanner(config: Config, running: RunningGateway, json: boolean): Promise<void> {
  const tokens = config.profile === 'embedded' ? await personaTokens(config) : [];
  if (json) {
    const line = { url: running.url, dataDir: config.dataDir, tokens: Object.fromEntries(tokens) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const lines = [
    '',
    `  Phield is serving ${running.url}/graphql`,
    `  profile ${config.profile}, state in ${config.dataDir}`,
  ];
  if (tokens.length > 0) {
    lines.push(
      '',
      '  All patients here are synthetic. The same query about the same patient, asked by five people',
      '  (tokens last eight hours, and 15 minutes after they were last used; `npx phield token --help` mints others):',
    );
    for (const [name, token] of tokens)
      lines.push('', `  # ${PERSONAS[name]?.about ?? name}`, curl(running.url, token));
    lines.push(
      '',
      '  All five side by side:       npx phield demo',
      '  What was recorded of it:     npx phield ledger query --tenant riverside --patient demo-ada',
      '  Whether it is all there:     npx phield ledger verify',
      '  What the schema declares:    npx phield access matrix',
      '  What a role can ever use:    npx phield schema print --role BILLING',
      '  What a model would be sent:  npx phield insights preview',
      `  For auditors, in a browser:  ${running.url}/console/`,
      `  In a browser, as anybody:    ${running.url}/explore/`,
      '',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function personaTokens(config: Config): Promise<readonly (readonly [string, string])[]> {
  return Promise.all(
    DEMO_PERSONAS.map(async (name) => [name, await personaToken(config, name, EIGHT_HOURS)] as const),
  );
}

function curl(url: string, token: string): string {
  const body = JSON.stringify({ query: DEMO_QUERY_LINE });
  return `curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${body}'`;
}
