import { attention, figures, NOT_SHOWN } from './attention.ts';
import type { EvidenceFile } from './evidence-file.ts';
import type { PackFacts } from './pack-facts.ts';

const list = (items: readonly string[]) => items.map((item) => `* ${item}`).join('\n');

/** What a person reads first. Counts and constants only, so that nothing in it is markup of somebody’s own. */
export function readmeText(facts: PackFacts, files: readonly EvidenceFile[]): string {
  const { tenant, from, to, made, build } = facts.header;
  const asked = attention(facts);
  const table = figures(facts).map(([name, figure]) => `| ${name} | ${figure} |`);
  const listed = files
    .filter(({ path }) => !path.startsWith('access/schema/'))
    .map(({ path, about }) => `* [${path}](${path}): ${about}`);
  return `${[
    `# Evidence of access to health data: ${tenant}`,
    `From ${from} up to ${to}, made on ${made} by Phield ${build}. All times are UTC.`,
    '## To be asked about',
    asked.length === 0 ? 'Nothing that this pack can see.' : list(asked),
    '## The period',
    ['| | |', '| --- | --- |', ...table].join('\n'),
    '## Policies in force',
    policies(facts),
    '## Files',
    [...listed, '* [access/schema/](access/schema/): the schema as declared, by file'].join('\n'),
    'What is counted from the ledger is as of the end of the period; findings have the state of when this was made, and so have ' +
      'matrix, schema, tenant’s file, configuration and packages.',
    '## Not in this pack',
    list(NOT_SHOWN),
    'What each rule asks, what is shown of it and what is not: [controls.md](controls.md).',
    '## Check it',
    [
      'manifest.json lists every file with its SHA-256; manifest.note is the signature over it, by the key that certifies the',
      'writers of the ledger. Nothing else is needed than the public key, which should come from elsewhere than this pack:',
    ].join('\n'),
    '```\nphield evidence verify FOLDER --trust TRUST-FILE\n```',
    'The SHA-256 of manifest.json stands in the ledger too, as an act `evidence_sealed`. ledger/trust.json can be kept: whoever ' +
      'has it finds any later change of the ledger with `phield ledger verify --trust`.',
  ].join('\n\n')}\n`;
}

function policies({ periods }: PackFacts): string {
  if (periods.length === 0) return 'None on record.';
  const rows = periods.map(({ version, from, to, operations }) => {
    return `| ${version.slice(0, 12)} | ${from ?? 'not on record'} | ${to ?? ''} | ${operations.toLocaleString('en-US')} |`;
  });
  return ['| version | from | to | operations |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
