import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Chooser } from '../properties/chooser.ts';
import { ECHO, NASTY_NUMBERS, NASTY_TEXTS } from './nasty.ts';

const DEPTH = 5;
const IDS = [
  'ada',
  'canary-patient',
  'nobody',
  'Patient/ada',
  'Patient/canary-patient',
  'Observation/canary-row',
  'Condition/ada-1',
];
const DATES = ['1980-05-05', '2024-01', '2030', 'not a date', '2024-02-30'];

/** An operation that fits the schema, with what it takes. */
export interface Grown {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A random operation by the grammar of a schema, mutations among them: valid but for some of its values. */
export function growDocument(choose: Chooser, schema: GraphQLSchema): Grown {
  return new Growing(choose, schema).operation();
}

class Growing {
  readonly #choose: Chooser;
  readonly #schema: GraphQLSchema;
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  #names = 0;

  constructor(choose: Chooser, schema: GraphQLSchema) {
    this.#choose = choose;
    this.#schema = schema;
  }

  operation(): Grown {
    const isMutation = this.#choose.chance(0.15);
    const root = isMutation ? this.#schema.getMutationType() : this.#schema.getQueryType();
    const selection = root ? this.#select(root, 0) : '{ __typename }';
    const declared = this.#declared.length === 0 ? '' : `(${this.#declared.join(', ')})`;
    const word = isMutation ? 'mutation' : 'query';
    return {
      query: `${word} ${this.#choose.one(['', 'Q', ECHO])} ${declared} ${selection}`,
      variables: this.#variables,
    };
  }

  #select(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < DEPTH || !isCompositeType(getNamedType(field.type)),
    );
    if (fields.length === 0) return '{ __typename }';
    const wanted = 1 + this.#choose.number(depth === 0 ? 2 : 4);
    const chosen = Array.from({ length: wanted }, () => this.#field(this.#choose.one(fields), depth));
    if (isInterfaceType(type)) {
      const inner = this.#choose.one(this.#schema.getPossibleTypes(type));
      chosen.push(`... on ${inner.name} ${this.#select(inner, depth + 1)}`);
    }
    return `{ ${chosen.join(' ')} }`;
  }

  #field({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const given = args
      .filter((arg) => isRequiredArgument(arg) || this.#choose.chance(0.3))
      .map((arg) => `${arg.name}: ${this.#value(arg)}`);
    const named = getNamedType(type);
    const below = isCompositeType(named) ? this.#select(named, depth + 1) : '';
    const directive = this.#choose.chance(0.05) ? '@include(if: true)' : '';
    const list = given.length === 0 ? '' : `(${given.join(', ')})`;
    return `f${this.#names++}: ${name}${list} ${directive} ${below}`;
  }

  #value({ type }: Pick<GraphQLArgument, 'type'>): string {
    if (!this.#choose.chance(0.4)) return this.#literal(type, 0);
    const name = `v${this.#names++}`;
    this.#declared.push(`$${name}: ${type}`);
    this.#variables[name] = this.#json(type, 0);
    return `$${name}`;
  }

  #literal(type: GraphQLInputType, depth: number): string {
    return written(this.#json(type, depth), type);
  }

  #json(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#json(type.ofType, depth);
    if (isListType(type)) {
      const inner = type.ofType;
      return Array.from({ length: this.#choose.number(3) }, () => this.#json(inner, depth + 1));
    }
    if (isEnumType(type)) return this.#choose.one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isRequiredInputField(field) || (depth < 3 && this.#choose.chance(0.4)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.#json(field.type, depth + 1)]));
    }
    if (type.name === 'Int' || type.name === 'Float')
      return this.#choose.chance(0.5) ? this.#choose.number(60) : this.#choose.one(NASTY_NUMBERS);
    if (type.name === 'Boolean') return this.#choose.chance(0.5);
    if (type.name === 'ID') return this.#choose.one(this.#choose.chance(0.8) ? IDS : NASTY_TEXTS);
    if (type.name.startsWith('Fhir')) return this.#choose.one(DATES);
    return this.#choose.one(NASTY_TEXTS);
  }
}

/** JSON as GraphQL writes it: names of objects and enums without quotation marks. */
function written(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return written(value, type.ofType);
  if (Array.isArray(value) && isListType(type))
    return `[${value.map((one) => written(one, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
    const fields = type.getFields();
    const parts = Object.entries(value).flatMap(([name, held]) => {
      const field = fields[name];
      return field === undefined ? [] : [`${name}: ${written(held, field.type)}`];
    });
    return `{ ${parts.join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'null';
}
