import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { readDate, readDateTime } from './fhir/read-element.ts';

/**
 * The schema's own scalars, all strings on the wire. Whatever goes wrong, the error names the scalar and
 * MUST NOT repeat the value: a refused value may be protected, and error texts travel far.
 */
export const scalars: Readonly<Record<string, GraphQLScalarType<string, string>>> = Object.freeze({
  FhirDate: stringScalar(
    'FhirDate',
    'FHIR `date` or partial date: YYYY, YYYY-MM or YYYY-MM-DD.',
    (text) => readDate(text) !== null,
  ),
  FhirDateTime: stringScalar(
    'FhirDateTime',
    'FHIR `dateTime` or `instant`: a FhirDate, or one with time and zone (RFC 3339).',
    (text) => readDateTime(text) !== null,
  ),
  FhirCode: stringScalar('FhirCode', 'FHIR `code`: a word of a closed list, such as `final` or `female`.'),
  FhirUri: stringScalar(
    'FhirUri',
    "FHIR `uri`: the name of a code system or of an identifier's issuer. Never an address to fetch.",
  ),
  CodeDisplay: stringScalar(
    'CodeDisplay',
    'The display name of a code: words of a terminology, not of a person.',
  ),
  FhirReference: stringScalar(
    'FhirReference',
    'FHIR reference in relative form, `Type/id`. As linkable as an identifier.',
  ),
});

/**
 * @param description as scalars.graphql has it: attaching a scalar replaces it
 * @param accepts grammar of what comes in; what goes out was read by `read-element` or made by a mask
 */
function stringScalar(name: string, description: string, accepts: (text: string) => boolean = () => true) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`A value of type ${name} is expected.`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => {
      if (typeof value === 'string') return value;
      throw new GraphQLError(`A value of type ${name} is expected.`);
    },
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}
