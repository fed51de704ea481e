import type { Guard } from './guard.ts';

const HEAD = `# Guards

Every promise is kept by guards in the source, and every guard by a test: without the guard, the test named
beside it turns red. \`npm run guards\` proves it. It takes each guard out of a scratch copy of the repository,
one at a time, runs the test, and fails if the test stays green. \`npm run guards -- --only cursor\` takes one
area or one guard, \`--list\` prints the list, \`--docs\` writes this page from it.

The list stands in \`tests/guards/\`. \`npm test\` checks that each entry still fits the source: whoever moves a
guard moves its entry along.

Numbers are the promises:

1. deny by default, and by omission
2. the same answer on every path
3. what an actor may not see leaves no trace, not even that it exists
4. no disclosure without its durable record
5. the record cannot be altered unseen
6. an insight never knows more than its reader
7. tenants only narrow
8. no protected value in logs, metrics, errors, URLs or the ledger itself
`;

/** `docs/guards.md`. */
export function renderGuards(guards: readonly Guard[]): string {
  const areas = [...new Set(guards.map(areaOf))];
  const sections = areas.map((area) => {
    const rows = guards
      .filter((guard) => areaOf(guard) === area)
      .map(({ guard, promise, file, tests: [testFile, name] }) =>
        row([guard.slice(area.length + 1), promise, code(file), `${code(testFile)}: ${name}`]),
      );
    const table = [
      row(['guard', 'keeps', 'stands in', 'turns red without it']),
      '|---|---|---|---|',
      ...rows,
    ];
    return `\n## ${area}\n\n${table.join('\n')}\n`;
  });
  return `${HEAD}${sections.join('')}`;
}

export function areaOf({ guard }: Guard): string {
  return guard.slice(0, guard.indexOf('.'));
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
