import { assembleSequencer } from '../../../src/assemble-sequencer.ts';
import { loadConfig } from '../../../src/config.ts';

/** A sequencer that never pauses and asks for no lease, until it is killed; says when it has begun. */
const { sequencer } = await assembleSequencer(
  { config: loadConfig(process.env), trust: null },
  {
    report: (finding) => process.stderr.write(`${JSON.stringify(finding)}\n`),
    recordLost: async () => undefined,
  },
);
process.stdout.write('ready\n');
for (let steps = 0; ; steps += 1) {
  await sequencer.step();
  if (steps % 20 === 0) await sequencer.remember();
}
