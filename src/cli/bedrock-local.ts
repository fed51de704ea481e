import type { Command } from 'commander';
import { z } from 'zod';
import { extract } from '../bedrock-local/engine/extract.ts';
import { FAULTS } from '../bedrock-local/faults.ts';
import { LOCAL_GUARDRAILS } from '../bedrock-local/find-guardrail.ts';
import { LOCAL_MODEL } from '../bedrock-local/find-model.ts';
import { serveBedrock } from '../bedrock-local/serve-bedrock.ts';
import { createGuardrailInput } from '../insight/create-guardrail-input.ts';
import { GUARDRAIL_POLICY } from '../insight/guardrail-policy.ts';
import { wholeNumber } from '../whole-number.ts';

const AUDIENCES = ['ALL', 'CLINICIAN', 'CODER', 'CARE_COORDINATOR', 'PATIENT'] as const;

const Serve = z.object({
  port: wholeNumber(0, 65_535),
  json: z.boolean().default(false),
});
const Policy = z.object({ audience: z.enum(AUDIENCES), json: z.boolean().default(false) });

/** `phield bedrock-local`: the model server of the embedded profile, by hand. Exit 0 fine, 2 usage. */
export function registerBedrockLocalCommands(program: Command): void {
  const local = program
    .command('bedrock-local')
    .description('serve the Bedrock Runtime protocol on this machine, with an engine that only quotes')
    .option('--port <number>', 'port on 127.0.0.1; 0: any that is free', '0')
    .option('--json', 'print the address as one JSON line')
    .action(async (raw: unknown) => {
      const options = Serve.safeParse(raw);
      if (!options.success)
        return local.error('phield bedrock-local: --port: expected 0 to 65535', { exitCode: 2 });
      const { port, json } = options.data;
      const serving = await serveBedrock({ engine: extract, port });
      process.stdout.write(json ? `${JSON.stringify({ url: serving.url })}\n` : about(serving.url));
      await new Promise<void>((stop) => {
        process.once('SIGTERM', stop);
        process.once('SIGINT', stop);
      });
      await serving.close();
    });

  const policy = local
    .command('policy')
    .description("print the guardrail policy as input of Bedrock's CreateGuardrail")
    .option('--audience <name>', `whose denied topics: ${AUDIENCES.join(', ')}`, 'ALL')
    .option('--json', 'on one line')
    .action((raw: unknown) => {
      const options = Policy.safeParse(raw);
      if (!options.success) {
        return policy.error(
          `phield bedrock-local policy: --audience: expected one of ${AUDIENCES.join(', ')}`,
          {
            exitCode: 2,
          },
        );
      }
      const { audience, json } = options.data;
      const input = createGuardrailInput(GUARDRAIL_POLICY, audience);
      process.stdout.write(`${json ? JSON.stringify(input) : JSON.stringify(input, null, 2)}\n`);
    });
}

function about(url: string): string {
  return [
    `Bedrock Runtime protocol at ${url} (HTTP/2 and HTTP/1.1; any credentials)`,
    `  model      ${LOCAL_MODEL}`,
    `  guardrails ${Object.keys(LOCAL_GUARDRAILS).join(', ')}, version ${GUARDRAIL_POLICY.version}`,
    `  faults     ${LOCAL_MODEL}:<name>[+<name>], of: ${Object.keys(FAULTS).join(', ')}`,
    '',
  ].join('\n');
}
