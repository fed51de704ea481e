import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  print,
} from 'graphql';

/** One root field, or one field of what a root field opens, with everything below it. */
export interface Operation {
  /** `Type.field`, and the value of an enumeration where each has an operation. */
  readonly name: string;
  /** `Query.field` or `Mutation.field`. */
  readonly root: string;
  readonly text: string;
}

/** Values of arguments by `Type.field(argument:)`. What is not told is left out, and MUST be told where it is required. */
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** Asked field by field: whole, they are more than one operation may cost. */
const OPENED = new Set(['Ledger', 'AccessReview', 'Patient']);

/** Every root field with every field below it, each value of a required enumeration in turn. */
export function everyOperation(schema: GraphQLSchema, values: ArgumentValues): readonly Operation[] {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  return roots.flatMap((root) =>
    Object.values(root.getFields()).flatMap((field) => {
      const name = `${root.name}.${field.name}`;
      const keyword = root.name === 'Query' ? 'query' : 'mutation';
      const opened = getNamedType(field.type);
      if (isObjectType(opened) && OPENED.has(opened.name)) {
        const [call] = callsOf(root.name, field, values);
        return Object.values(opened.getFields()).flatMap((below) =>
          callsOf(opened.name, below, values).map(({ text, chosen }) => ({
            name: `${opened.name}.${below.name}${chosen}`,
            root: name,
            text: `${keyword} { ${call?.text} { __typename ${text}${selected(schema, below, values, [])} } }`,
          })),
        );
      }
      return callsOf(root.name, field, values).map(({ text, chosen }) => ({
        name: `${name}${chosen}`,
        root: name,
        text: `${keyword} { ${text}${selected(schema, field, values, [])} }`,
      }));
    }),
  );
}

/** The field with its arguments, once for each value of a required enumeration that no value is told for. */
function callsOf(
  type: string,
  { name, args }: GraphQLField<unknown, unknown>,
  values: ArgumentValues,
): readonly { readonly text: string; readonly chosen: string }[] {
  const given = args.map((one) => ({ one, told: values[`${type}.${name}(${one.name}:)`] }));
  const open = given.find(
    ({ one, told }) => told === undefined && isRequiredArgument(one) && isEnumType(getNamedType(one.type)),
  );
  const kinds = open === undefined ? null : getNamedType(open.one.type);
  if (open === undefined || !isEnumType(kinds)) return [{ text: call(type, name, given), chosen: '' }];
  return kinds.getValues().map(({ name: chosen }) => ({
    text: call(
      type,
      name,
      given.map(({ one, told }) => ({ one, told: one === open.one ? chosen : told })),
    ),
    chosen: ` ${chosen}`,
  }));
}

function call(
  type: string,
  name: string,
  given: readonly { readonly one: GraphQLArgument; readonly told: unknown }[],
): string {
  const texts = given.flatMap(({ one, told }) => {
    if (told === undefined && isRequiredArgument(one))
      throw new Error(`no value for ${type}.${name}(${one.name}:)`);
    const value = told === undefined ? null : astFromValue(told, one.type);
    return value === null || value === undefined ? [] : [`${one.name}: ${print(value)}`];
  });
  return texts.length === 0 ? name : `${name}(${texts.join(', ')})`;
}

/** All fields below, but for those that would come back to a type on the way. */
function selected(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  values: ArgumentValues,
  way: readonly string[],
): string {
  const type = getNamedType(field.type);
  if (isAbstractType(type)) {
    const kinds = schema.getPossibleTypes(type).map((kind) => `... on ${kind.name} { id fhirId }`);
    return ` { __typename ${kinds.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const below = Object.values(type.getFields()).filter(
    (one) => !way.includes(getNamedType(one.type).name) && !isOpened(getNamedType(one.type)),
  );
  const texts = below.flatMap((one) =>
    callsOf(type.name, one, values).map(({ text, chosen }) => {
      const alias = chosen === '' ? '' : `${one.name}_${chosen.trim()}: `;
      return `${alias}${text}${selected(schema, one, values, [...way, type.name])}`;
    }),
  );
  return ` { __typename ${texts.join(' ')} }`;
}

function isOpened(type: GraphQLNamedType): boolean {
  return isInputObjectType(type) || OPENED.has(type.name);
}
