import { ATTACK_CLASSES, type Attack } from './attack.ts';

const HEAD = `# Attacks

What somebody may try in order to see or do more than was declared, and what comes of it. Each is tried by the test
beside it, which fails when the attack works; \`npm test\` runs them all, and checks that each test named here is there.
Most go through the front door: a gateway with its store and ledger, and a real token.

The list stands in \`tests/attacks/catalogue/\`; \`node tests/attacks/catalogue/write-catalogue.ts\` writes this page from it.
`;

/** `docs/attacks.md`. */
export function renderCatalogue(attacks: readonly Attack[]): string {
  const sections = ATTACK_CLASSES.map((name) => {
    const rows = attacks
      .filter((attack) => attack.class === name)
      .map(({ name: what, tries, outcome, test: [file, title, example] }) =>
        row([what, tries, outcome, `\`${file}\`: ${title}${example === undefined ? '' : ` (${example})`}`]),
      );
    const table = [row(['attack', 'what is tried', 'outcome', 'tried by']), '|---|---|---|---|', ...rows];
    return `\n## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n${table.join('\n')}\n`;
  });
  return `${HEAD}${sections.join('')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
