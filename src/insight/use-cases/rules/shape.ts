import type { UseCaseRule } from '../../use-case.ts';
import type { OutputShape } from '../output-schema.ts';

/**
 * What the schema asked for is there and nothing else: a heading, code or status that no check looks at would be
 * free text to a reader.
 */
export function shape({ sections, code, status }: OutputShape): UseCaseRule {
  return Object.freeze({
    name: 'shape',
    refuses: (sentence) => {
      const headed =
        sections.length === 0
          ? sentence.section === null
          : sentence.section !== null && sections.includes(sentence.section);
      const shaped = headed && (sentence.code !== null) === code && (sentence.status !== null) === status;
      return shaped ? null : 'CITATION';
    },
  } satisfies UseCaseRule);
}
