import type { DirectiveDefinitionNode, InputValueDefinitionNode } from 'graphql';
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
 * Our directives are declared as they are understood here, or with less: arguments and locations that a
 * schema does not use may be left out. A schema that gave one another default (`breakGlass: Boolean = true`)
 * would change every grant without a word at the grant.
 */
export function directiveDefinition(sdl: Sdl): readonly Finding[] {
  const ours = new Map(DEFINITIONS.flatMap(parseDefinition).map((node) => [node.name.value, node]));
  return sdl.document.definitions.flatMap((node) => {
    const own = node.kind === Kind.DIRECTIVE_DEFINITION ? ours.get(node.name.value) : undefined;
    if (node.kind !== Kind.DIRECTIVE_DEFINITION || !own || isWithin(node, own)) return [];
    const coordinate = `@${node.name.value}`;
    const message = `${coordinate} must be declared as: ${print(own)}`;
    return [{ rule: 'directive-definition', message, place: placeOf(node), coordinate }];
  });
}

function isWithin(node: DirectiveDefinitionNode, own: DirectiveDefinitionNode): boolean {
  const declared = new Set((node.arguments ?? []).map(asText));
  const known = new Set((own.arguments ?? []).map(asText));
  const required = (own.arguments ?? []).filter((one) => one.type.kind === Kind.NON_NULL_TYPE).map(asText);
  const locations = new Set(own.locations.map((one) => one.value));
  return (
    [...declared].every((one) => known.has(one)) &&
    required.every((one) => declared.has(one)) &&
    node.locations.every((one) => locations.has(one.value)) &&
    (own.repeatable || !node.repeatable)
  );
}

/** Name, type and default. */
function asText({ name, type, defaultValue }: InputValueDefinitionNode): string {
  return `${name.value}: ${print(type)}${defaultValue ? ` = ${print(defaultValue)}` : ''}`;
}

function parseDefinition(text: string): readonly DirectiveDefinitionNode[] {
  return parse(text).definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION);
}
