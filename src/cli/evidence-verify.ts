import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { type PackFault, type PackVerification, verifyPack } from '../evidence/verify-pack.ts';
import { TrustFileError } from '../ledger/verify/trust.ts';
import { parseOptions } from './parse-options.ts';
import { readTrustFile } from './read-trust-file.ts';
import { safeLine } from './safe-line.ts';

const Options = z.object({ trust: z.string().min(1).optional(), json: z.boolean().default(false) });

/** `phield evidence verify`: exit 0 as it was made, 1 with the first file that is not, 2 usage. Asks nobody. */
export function registerEvidenceVerify(evidence: Command): void {
  const command = evidence
    .command('verify <folder>')
    .description(
      'Check a pack, anywhere: that no file was changed, is missing or was added, and who signed it.',
    )
    .option(
      '--trust <file>',
      'the trust file that you keep (phield ledger trust); without it, the pack’s own word',
    )
    .option('--json', 'print one JSON object')
    .action(async (folder: string, raw: unknown) => {
      const { trust, json } = parseOptions(command, 'evidence verify', Options, raw);
      const stood = await stat(folder).catch(() => null);
      if (!stood?.isDirectory()) command.error('phield evidence verify: expected a folder');
      try {
        const keys = trust === undefined ? null : await readTrustFile(trust);
        tell(await verifyPack(folder, keys), json);
      } catch (error) {
        if (error instanceof TrustFileError)
          command.error(`phield evidence verify: --trust: ${error.message}`);
        throw error;
      }
    });
}

const WORDS: Readonly<Record<PackFault['code'], string>> = Object.freeze({
  MISSING: 'is missing',
  CHANGED: 'was changed',
  ADDED: 'was added',
  UNSIGNED: 'is signed by no key that is trusted',
  RETIRED: 'is signed by a key that has been given up: look with a trust file of then',
});

function tell(report: PackVerification, json: boolean): void {
  const { ok, pinned, pack, files, firstBad, faults } = report;
  if (!ok) process.exitCode = 1;
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const note = pinned
    ? ''
    : 'note: the keys are the pack’s own word; name a trust file that you keep with --trust\n';
  if (firstBad !== null) {
    const others = faults.length === 1 ? '' : `, and ${faults.length - 1} more`;
    process.stdout.write(
      `${note}first bad file: ${safeLine(firstBad.path)} ${WORDS[firstBad.code]}${others}\n`,
    );
    return;
  }
  const whose =
    pack === null ? '' : `, ${pack.tenant} from ${pack.from} up to ${pack.to}, made on ${pack.made}`;
  process.stdout.write(`${note}ok: ${files} files${safeLine(whose)}\n`);
}
