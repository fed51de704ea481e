import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { readDate, readDateTime } from './fhir/read-element.ts';

/**
 * The schema's own scalars, all strings on the wire. Whatever goes wrong, the error names the scalar and
 * MUST NOT repeat the value: a refused value may be protected, and error texts travel far.
 */
export const scalars: Readonly<Record<string, GraphQLScalarType<string, string>>> = Object.freeze({
  FhirDate: stringScalar('FhirDate', (text) => readDate(text) !== null),
  FhirDateTime: stringScalar('FhirDateTime', (text) => readDateTime(text) !== null),
  FhirCode: stringScalar('FhirCode'),
  FhirUri: stringScalar('FhirUri'),
  CodeDisplay: stringScalar('CodeDisplay'),
  FhirReference: stringScalar('FhirReference'),
});

/** @param accepts grammar of what comes in; what goes out was read by `read-element` or made by a mask */
function stringScalar(name: string, accepts: (text: string) => boolean = () => true) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`A value of type ${name} is expected.`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => {
      if (typeof value === 'string') return value;
      throw new GraphQLError(`A value of type ${name} is expected.`);
    },
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}
