import type { Control } from './control.ts';
import { GDPR } from './controls-gdpr.ts';
import { ADMINISTRATIVE } from './controls-hipaa-administrative.ts';
import { PRIVACY } from './controls-hipaa-privacy.ts';
import { TECHNICAL } from './controls-hipaa-technical.ts';

/** Every rule that a pack is mapped to, in the order of the law. */
export const CONTROLS: readonly Control[] = Object.freeze([
  ...ADMINISTRATIVE,
  ...TECHNICAL,
  ...PRIVACY,
  ...GDPR,
]);

const HEAD = [
  '# Rules, what this pack shows of them, and what it does not',
  '',
  'HIPAA is 45 CFR Part 164; GDPR is Regulation (EU) 2016/679. No legal advice: it says where to look. What stands under',
  '“not covered” is for the organisation to show.',
];

/** The same for a reader. */
export function controlsMarkdown(controls: readonly Control[] = CONTROLS): string {
  const sections = controls.map(({ rule, clause, title, shows, files, lacks }) =>
    [
      `## ${rule} ${clause}: ${title}`,
      '',
      `**Shown.** ${shows}`,
      '',
      `**Where.** ${files.map((file) => `[${file}](${file})`).join(', ')}`,
      '',
      `**Not covered.** ${lacks}`,
    ].join('\n'),
  );
  return `${[HEAD.join('\n'), ...sections].join('\n\n')}\n`;
}
