import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputObjectType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { usesOf } from './directive-arguments.ts';
import { nodeTypeOf, objectRole, rowTypeOf } from './object-role.ts';

/** An argument or input field, with what it is used for anywhere in the schema. */
export interface InputSlot {
  /** `Type.field(arg:)` or `Input.field`. */
  readonly coordinate: string;
  readonly definition: GraphQLArgument | GraphQLInputField;
  /** Types of the rows it is used to find. */
  readonly rowTypes: ReadonlySet<string>;
  /**
   * False where it is used by mutations alone, which write, or by insights alone, whose arguments are
   * variables of queries that are judged themselves.
   */
  readonly filters: boolean;
  /** Used by nothing but fields of `@notPhi` types that lead to `@notPhi` objects. */
  readonly open: boolean;
  /** A part of arguments that are marked `@phi` themselves, and of nothing else. */
  readonly covered: boolean;
}

interface Use {
  readonly rows: string;
  readonly filters: boolean;
  readonly open: boolean;
  readonly covered: boolean;
}

/** Every argument of a field and every field of an input, each once however often it is used. */
export function inputSlots(schema: GraphQLSchema): readonly InputSlot[] {
  const uses = new Map<string, { definition: InputSlot['definition']; uses: Use[] }>();
  const note = (coordinate: string, definition: InputSlot['definition'], use: Use | null): void => {
    const known = uses.get(coordinate) ?? { definition, uses: [] };
    uses.set(coordinate, { definition, uses: use === null ? known.uses : [...known.uses, use] });
  };
  const noteInput = (type: GraphQLNamedType, use: Use | null, path: readonly string[]): void => {
    if (!isInputObjectType(type) || path.includes(type.name)) return;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field, use);
      noteInput(getNamedType(field.type), use, [...path, type.name]);
    }
  };

  for (const { owner, field } of fieldsWithArguments(schema)) {
    const use = {
      rows: rowTypeOf(schema, getNamedType(field.type))?.name ?? owner,
      open: [owner, targetOf(schema, field.type)].every((name) => isOpen(schema, name)),
      filters: owner !== schema.getMutationType()?.name && usesOf('insight', field.astNode).length === 0,
    };
    for (const argument of field.args) {
      note(`${owner}.${field.name}(${argument.name}:)`, argument, { ...use, covered: false });
      const covered = usesOf('phi', argument.astNode).length > 0;
      noteInput(getNamedType(argument.type), { ...use, covered }, []);
    }
  }
  for (const input of inputTypes(schema)) noteInput(input, null, []);

  return [...uses].map(([coordinate, known]) => ({
    coordinate,
    definition: known.definition,
    rowTypes: new Set(known.uses.map((use) => use.rows)),
    filters: known.uses.length === 0 || known.uses.some((use) => use.filters),
    open: known.uses.length > 0 && known.uses.every((use) => use.open),
    covered: known.uses.length > 0 && known.uses.every((use) => use.covered),
  }));
}

/** Name of the object type that a field leads to, through a connection or a list; else of what it is. */
function targetOf(schema: GraphQLSchema, type: GraphQLOutputType): string {
  const named = getNamedType(type);
  const isConnection = isObjectType(named) && objectRole(schema, named) === 'connection';
  return (isConnection ? nodeTypeOf(named) : named)?.name ?? '';
}

function isOpen(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && objectRole(schema, type) === 'notPhi';
}

function inputTypes(schema: GraphQLSchema): readonly GraphQLInputObjectType[] {
  return Object.values(schema.getTypeMap()).filter(isInputObjectType);
}

function fieldsWithArguments(
  schema: GraphQLSchema,
): readonly { readonly owner: string; readonly field: GraphQLField<unknown, unknown> }[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).map((field) => ({ owner: type.name, field }))
        : [],
    );
}
