import type { DirectiveDefinitionNode } from 'graphql';
import { Kind, parse, print } from 'graphql';
import type { Finding } from '../finding.ts';
import { INSIGHT_DEFINITION } from '../insight.ts';
import { IS_A_DEFINITION } from '../is-a.ts';
import { MINIMUM_NECESSARY_DEFINITION } from '../minimum-necessary.ts';
import { NOT_PHI_DEFINITION } from '../not-phi.ts';
import { PHI_DEFINITION } from '../phi.ts';
import { placeOf } from '../place-of.ts';
import type { Sdl } from '../read-sdl.ts';
import { SUBJECT_DEFINITION } from '../subject.ts';
import { VALUE_DEFINITION } from '../value.ts';

const DEFINITIONS: readonly string[] = Object.freeze([
  PHI_DEFINITION,
  NOT_PHI_DEFINITION,
  SUBJECT_DEFINITION,
  VALUE_DEFINITION,
  MINIMUM_NECESSARY_DEFINITION,
  INSIGHT_DEFINITION,
  IS_A_DEFINITION,
]);

/**
 * Our directives are declared as they are understood here. A schema that gave one another default
 * (`breakGlass: Boolean = true`) would change every grant without a word at the grant.
 */
export function directiveDefinition(sdl: Sdl): readonly Finding[] {
  const expected = new Map(DEFINITIONS.flatMap(parseDefinition).map((node) => [node.name.value, node]));
  return sdl.document.definitions.flatMap((node) => {
    if (node.kind !== Kind.DIRECTIVE_DEFINITION) return [];
    const own = expected.get(node.name.value);
    if (!own || normalised(own) === normalised(node)) return [];
    return [
      {
        rule: 'directive-definition',
        message: `@${node.name.value} must be declared as: ${normalised(own)}`,
        place: placeOf(node),
        coordinate: `@${node.name.value}`,
      },
    ];
  });
}

function parseDefinition(text: string): readonly DirectiveDefinitionNode[] {
  return parse(text).definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION);
}

/** As text, without descriptions, arguments and locations sorted. */
function normalised(node: DirectiveDefinitionNode): string {
  const byName = (a: { name?: { value: string }; value?: string }, b: typeof a) =>
    (a.name?.value ?? a.value ?? '') < (b.name?.value ?? b.value ?? '') ? -1 : 1;
  return print({
    kind: node.kind,
    name: node.name,
    repeatable: node.repeatable,
    arguments: [...(node.arguments ?? [])].sort(byName).map(({ description: _, ...rest }) => rest),
    locations: [...node.locations].sort(byName),
  });
}
