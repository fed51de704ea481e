import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { FhirId, TenantName } from '../identity/names.ts';
import { USE_CASES } from '../insight/use-case.ts';
import { parseOptions } from './parse-options.ts';
import { PreviewRefused, previewInsight } from './preview-insight.ts';
import { PREVIEW_QUESTIONS } from './preview-questions.ts';

const Options = z.object({
  useCase: z.enum(USE_CASES, `expected one of ${USE_CASES.join(', ')}`),
  patient: FhirId,
  tenant: TenantName,
  json: z.boolean().default(false),
});

/** `phield insights preview`: what a model would be sent. Exit 0 fine, 1 nothing would be sent, 2 usage. */
export function registerInsightsCommands(program: Command): void {
  const preview = program
    .command('insights')
    .description('what models write from what their reader may see')
    .command('preview')
    .description(
      "print the exact input of Bedrock's Converse for a generated patient, without sending it: a gateway of its own in " +
        'a folder that is gone afterwards goes the real way up to the call (docs/insights.md)',
    )
    .option('--use-case <name>', `one of ${USE_CASES.join(', ')}`, 'PRE_VISIT_SUMMARY')
    .option('--patient <id>', 'a generated patient of riverside', 'demo-ada')
    .option('--tenant <name>', 'whose file is in force: model, guardrail, overlay', 'riverside')
    .option('--json', 'print {useCase, patient, tenant, asker, sent, input} as one line of JSON')
    .action(async (raw: unknown) => {
      const { json, ...asked } = parseOptions(preview, 'insights preview', Options, raw);
      const say = (text: string) => process.stderr.write(`phield insights preview: ${text}\n`);
      try {
        const input = await previewInsight(asked, loadConfig(process.env), json ? () => {} : say);
        const asker = PREVIEW_QUESTIONS[asked.useCase].persona;
        const line = { ...asked, asker, sent: false, input };
        process.stdout.write(json ? `${JSON.stringify(line)}\n` : `${JSON.stringify(input, null, 2)}\n`);
        if (!json) say(`nothing was sent; this is what Converse would get, asked by: ${asker}`);
      } catch (error) {
        if (!(error instanceof PreviewRefused)) throw error;
        if (json)
          process.stdout.write(`${JSON.stringify({ ...asked, sent: false, refused: error.message })}\n`);
        else say(error.message);
        process.exitCode = 1;
      }
    });
}
